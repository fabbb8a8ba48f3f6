// Keeps the count of a run under way up to date; the page says the same without, when it is asked for again.
const progress = document.querySelector('[data-events]')
const source = new EventSource(progress.dataset.events)

source.addEventListener('progress', (event) => {
  const { done, of, failed } = JSON.parse(event.data)
  progress.textContent = `${done.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')} cases` +
    (failed ? `; ${failed.toLocaleString('en-GB')} could not be` : '')
})

source.addEventListener('end', () => {
  source.close()
  window.location.reload()
})
