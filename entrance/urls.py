"""Every address of the entrance; they are named `accounts:…`, with those of the accounts (sacoche.urls)."""

from django.urls import URLPattern, URLResolver, include, path

from entrance.cas import mode_views
from entrance.views import card, educonnect, entrance, factor, linking, own_factor, own_sessions, proving, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entrance.entrance, name="sign_in"),
    # The name of the script in the addresses that guides and favourites have kept.
    path("index.php", entrance.entrance, name="index_php"),
    path("etablissements/", entrance.school_search, name="school_search"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("activation/", session.activation, name="activation"),
    path("preuve/ent/", proving.prove_through_ent, name="prove_through_ent"),
    path("second-facteur/", factor.prove_factor, name="prove_factor"),
    path("second-facteur/cle/", factor.passkey_to_come_in, name="passkey_to_come_in"),
    path("second-facteur/annuler/", factor.give_up_factor, name="give_up_factor"),
    path("preuve/cle/", factor.passkey_to_prove, name="passkey_to_prove"),
    path("mon-compte/second-facteur/", own_factor.factor, name="factor"),
    path("mon-compte/second-facteur/application/", own_factor.add_application, name="add_application"),
    path("mon-compte/second-facteur/application/retirer/", own_factor.remove_application, name="remove_application"),
    path("mon-compte/second-facteur/cle/", own_factor.passkey_to_add, name="passkey_to_add"),
    path("mon-compte/second-facteur/cles/", own_factor.add_passkey, name="add_passkey"),
    path("mon-compte/second-facteur/cles/<int:pk>/retirer/", own_factor.remove_passkey, name="remove_passkey"),
    path("mon-compte/second-facteur/secours/", own_factor.renew_recovery_codes, name="renew_recovery_codes"),
    path("carte/<int:number>/", card.card, name="card"),
    path("session/", session.session_state, name="session"),
    path("", include("entrance.outside.urls")),
    path("", include("entrance.spaces.urls")),
    path("acces/mode-identification/", mode_views.sign_in_mode, name="sign_in_mode"),
    path("acces/educonnect/", educonnect.educonnect, name="educonnect"),
    path("mon-compte/bascule/", linking.linked_accounts, name="linked"),
    path("mon-compte/bascule/<int:pk>/", linking.switch, name="switch"),
    path("mon-compte/bascule/<int:pk>/delier/", linking.unlink, name="unlink"),
    path("mon-compte/sessions/", own_sessions.sessions, name="sessions"),
    path("mon-compte/sessions/fermer/", own_sessions.close_other_sessions, name="close_other_sessions"),
    path("mon-compte/navigateurs/<int:pk>/oublier/", own_sessions.forget_browser, name="forget_browser"),
    path("mon-compte/sessions/<int:pk>/fermer/", own_sessions.close_session, name="close_session"),
]
