"""One table of history for items, one for compétences, instead of one table with two keys of which one was empty."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_COPIED = (
    "school_id, pupil_id, before, after, before_on, before_label, gesture, at, actor_id, actor_label, batch, undoes"
)


def move_rows(apps, schema_editor):
    """The lines about compétences leave for their own table, in the order in which they were written."""
    schema_editor.execute(
        f"INSERT INTO socle_pilierchange ({_COPIED}, pilier_id) "
        f"SELECT {_COPIED}, pilier_id FROM socle_itemchange WHERE pilier_id IS NOT NULL ORDER BY id"
    )
    schema_editor.execute("DELETE FROM socle_itemchange WHERE pilier_id IS NOT NULL")


def move_rows_back(apps, schema_editor):
    schema_editor.execute(
        f"INSERT INTO socle_itemchange ({_COPIED}, pilier_id) "
        f"SELECT {_COPIED}, pilier_id FROM socle_pilierchange ORDER BY id"
    )


def _key(to, **options):
    return models.ForeignKey(
        db_constraint=False, db_index=False, related_name='+', to=to, **{'on_delete': django.db.models.deletion.PROTECT, **options}
    )


_STATES = [(0, 'non validé'), (1, 'validé'), (2, 'aucune décision')]


def _indexes(name, thing):
    by_hand = models.Q(('gesture__in', ['import', 'merge']), _negated=True)
    undoing = models.Q(('undoes__isnull', False))
    return [
        models.Index(fields=['pupil', thing], name=f'{name}_by_cell'),
        models.Index(fields=['batch'], name=f'{name}_by_batch'),
        models.Index(fields=['school', 'at'], name=f'{name}_by_day', condition=by_hand),
        models.Index(fields=['undoes'], name=f'{name}_by_undone', condition=undoing),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
        ('socle', '0003_all_but_gestures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel(old_name='ValidationChange', new_name='ItemChange'),
        migrations.RemoveConstraint(model_name='itemchange', name='change_item_or_pilier'),
        migrations.RemoveIndex(model_name='itemchange', name='change_by_item'),
        migrations.RemoveIndex(model_name='itemchange', name='change_by_batch'),
        migrations.RemoveIndex(model_name='itemchange', name='change_by_day'),
        migrations.RemoveIndex(model_name='itemchange', name='change_by_undone'),
        migrations.AlterField(model_name='itemchange', name='gesture', field=models.CharField(max_length=15)),
        migrations.CreateModel(
            name='PilierChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before_on', models.DateField(null=True)),
                ('before_label', models.CharField(blank=True, max_length=25)),
                ('gesture', models.CharField(max_length=15)),
                ('at', models.DateTimeField()),
                ('actor_label', models.CharField(blank=True, max_length=25)),
                ('batch', models.UUIDField()),
                ('undoes', models.UUIDField(null=True)),
                ('before', models.PositiveSmallIntegerField(choices=_STATES)),
                ('after', models.PositiveSmallIntegerField(choices=_STATES)),
                ('actor', _key(settings.AUTH_USER_MODEL, null=True, on_delete=django.db.models.deletion.DO_NOTHING)),
                ('pilier', _key('socle.pilier')),
                ('pupil', _key(settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.CASCADE)),
                ('school', _key('schools.school', verbose_name='établissement', on_delete=django.db.models.deletion.CASCADE)),
            ],
        ),
        migrations.RunPython(move_rows, move_rows_back),
        migrations.RemoveField(model_name='itemchange', name='pilier'),
        migrations.AlterField(model_name='itemchange', name='item', field=_key('socle.item')),
        *(migrations.AddIndex(model_name='itemchange', index=index) for index in _indexes('item_change', 'item')),
        *(migrations.AddIndex(model_name='pilierchange', index=index) for index in _indexes('pilier_change', 'pilier')),
    ]
