// What the design system's components add where scripts run; every page works without.
import { initAll } from './govuk-frontend.min.js'

initAll()

// A form is sent once, however often its button is pressed; going back makes it ready again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = 'yes'
})
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})
