"""The step of the first start that enrols the laptop; both fields left empty skip it."""

from posko_app.errors import PoskoError
from posko_app.ui.sinkron_enrol import EnrolForm
from posko_app.ui.theme import restyle
from posko_app.ui.wizard_steps import StepView


class CentreStep(StepView):
    """Address and code of the centre."""

    def take(self) -> None:
        """Hand the answer to the model."""
        if self.form.is_empty():
            self._model.choose_centre(None)
            return
        wish = self.form.wish()
        self._model.choose_centre(wish, half_typed=wish is None)

    def to_next_empty(self) -> bool:
        """Address, code: Enter goes to the one that is still empty."""
        return self.form.to_next_empty()

    def blame_for(self, error: PoskoError) -> bool:
        """Say why the centre did not take the laptop in beside the field to blame."""
        return self.form.blame_for(error)

    def focus_first(self) -> None:
        """Put the keyboard into the address."""
        self.form.focus_first()

    def _build(self) -> None:
        word = self._catalogue.text
        self.title = self.tr("Pendaftaran ke pusat")
        self._explain(word("sinkron.enrol.about"))
        self.form = EnrolForm(self._catalogue, self)
        restyle(self.form.code, role="code_wide")
        self.column.addWidget(self.form)
        self._explain(word("sinkron.enrol.skip"), "muted")
