// Beside a text that is there to be taken elsewhere stands a button that copies it; without scripts it is selected by hand.
for (const field of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary app-copy'
  button.textContent = field.dataset.copy
  const said = document.createElement('span')
  said.className = 'govuk-body govuk-!-margin-left-2'
  said.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      said.textContent = 'Copied'
    } catch {
      said.textContent = 'It is selected: copy it with your keyboard'
    }
  })
  field.closest('.govuk-form-group').after(button, said)
}
