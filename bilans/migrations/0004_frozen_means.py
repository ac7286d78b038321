from django.db import migrations, models

LOCKS = "la table n'est dans aucune version parue : elle n'a que les lignes d'essais"


class Migration(migrations.Migration):

    dependencies = [
        ('bilans', '0003_paper'),
    ]

    operations = [
        migrations.AlterField(
            model_name='position',
            name='origin',
            field=models.CharField(choices=[('computed', 'calculée'), ('copied', 'reportée'), ('typed', 'saisie'), ('removed', 'retirée'), ('frozen', 'arrêtée')], max_length=8),
        ),
        migrations.RemoveConstraint(
            model_name='position',
            name='position_origin',
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin__in', ['removed', 'frozen']), ('percent', None)), models.Q(('origin__in', ['typed', 'copied', 'frozen']), ('percent__gte', 0)), _connector='OR'), name='position_origin'),
        ),
    ]
