"""scratch: profile"""
import time, cProfile, pstats, io, os
import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import Account
from sacoche.kit.tenancy import school_scope, all_schools

def measure(name, act, n=15):
    act(); act()
    with CaptureQueriesContext(connection) as q: act()
    times=[]
    for _ in range(n):
        a=time.process_time(); act(); times.append((time.process_time()-a)*1000)
    times.sort()
    print(f"\n### {name}: median {times[len(times)//2]:.1f} ms min {times[0]:.1f} queries {len(q)}")
    if os.environ.get("SQL"):
        for each in q.captured_queries: print("   ", each["sql"][:170])
    if os.environ.get("PROF"):
        p=cProfile.Profile(); p.enable()
        for _ in range(5): act()
        p.disable(); s=io.StringIO(); pstats.Stats(p,stream=s).sort_stats(os.environ["PROF"]).print_stats(45)
        print("\n".join(l for l in s.getvalue().splitlines() if l.strip())[:9000])

@pytest.fixture
def at(db, settings):
    settings.DEBUG=False
    yield

def test_profile(at, client_as):
    from bench.rows import official as o
    from bench.rows.evaluations import VISITOR
    which=os.environ.get("WHICH","subject recap save board class").split()
    with all_schools() if False else __import__("contextlib").nullcontext():
        school, its_class, keys, periods, matiere = o._open_class(30, 20)
    with school_scope(school):
        account=Account.objects.get(login=VISITOR)
    c=client_as(account)
    base=f"/bilans-officiels/bulletin/{its_class.pk}/{periods[-1].pk}/"
    def get(path):
        def act():
            r=c.get(path); assert r.status_code==200, r.status_code; return r
        return act
    if "subject" in which: measure("subject", get(f"{base}matiere/{matiere.pk}/"))
    if "recap" in which: measure("recap", get(f"{base}conseil/recapitulatif/"))
    if "means" in which: measure("means", get(f"{base}conseil/moyennes/"))
    if "class" in which: measure("class", get(base))
    if "pupil" in which: measure("pupil", get(f"{base}eleve/{keys[3]}/"))
    if "synth" in which: measure("synth", get(f"{base}generales/"))
    if "home" in which: measure("home", get("/"))
    if "index" in which: measure("index", get("/bilans-officiels/"))
    if "save" in which:
        import json
        n=[0]
        ver={}
        def act():
            n[0]+=1
            k=keys[n[0]%30]
            r=c.post(base+"texte/", json.dumps({"pupil":k,"matiere":matiere.pk,"text":f"Un trimestre {n[0]}.","version":ver.get(k,0),"key":0}), content_type="application/json", headers={"Accept":"application/json"})
            assert r.status_code==200, r.content
            ver[k]=r.json()["version"]; assert not r.json()["conflict"]
        measure("save", act, 40)
    if "mean" in which:
        import json
        m=[0]
        vm=[0]
        def actm():
            m[0]+=1
            r=c.post(base+"moyenne/", json.dumps({"pupil":keys[0],"matiere":matiere.pk,"origin":"typed","typed":str(m[0]%20),"version":vm[0]}), content_type="application/json", headers={"Accept":"application/json"})
            assert r.status_code==200, r.content
            vm[0]=r.json()["version"]
        measure("mean", actm, 15)
    if "close" in which:
        from bilans.officiels.services.freezing import standing_means
        from bilans.officiels.queries.editions import edition
        from bilans.officiels.kinds import BULLETIN
        with school_scope(school):
            e=edition(BULLETIN, its_class.pk, periods[-1].pk)
            measure("standing", lambda: standing_means(e))
    if "board" in which:
        from django.test import Client
        from bench.world import add_class
        from bench.invented import children
        for number in range(40):
            cl, ks = add_class(school, children(30), reference=f"CM2-{number}")
            with school_scope(school):
                ps=[o._period(school, cl, order) for order in range(1,4)]
                o._write(school, ps[0], ks)
        measure("board", get("/bilans-officiels/bulletin/"))
