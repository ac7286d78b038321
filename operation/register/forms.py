"""What only the school knows of its sheet."""

from django import forms

from operation.models import Controller, RegisterSettings


class RegisterForm(forms.ModelForm):
    """Everything is optional: what is missing is said « à compléter » on the sheet."""

    controller = forms.ChoiceField(
        label="Responsable du traitement", choices=[("", "À compléter"), *Controller.choices], required=False
    )

    class Meta:
        model = RegisterSettings
        fields = ("controller", "controller_name", "dpo_name", "dpo_contact", "host", "transfers", "measures")
        widgets = {"measures": forms.Textarea(attrs={"rows": 3})}
