// The interactive map: streets from the service's own data on a plain grid of metres; no tiles, no other site.
// It is added above a picture and a table that say the same. Every place on it can be reached by keyboard.
import * as L from './leaflet.js'

// How each kind of line is drawn, by stroke as well as by colour.
const STROKES = {
  street: { color: '#c9ced1', weight: 2 },
  reachStaying: { color: '#2e7d87', weight: 4, opacity: 0.8 },
  reachLeaving: { color: '#9a6a00', weight: 3, dashArray: '2 6' },
  board: { color: '#54319f', weight: 3, dashArray: '12 6' },
  route: { color: '#0b0c0c', weight: 5, dashArray: '10 8' },
  ring: { color: '#0b0c0c', weight: 2, dashArray: '2 8' }
}
const HIDDEN_AT_FIRST = new Set(['reachLeaving'])

// A path comes as x, y, x, y ... metres; Leaflet's plain grid takes y before x.
function points (path) {
  const found = []
  for (let at = 0; at < path.length; at += 2) found.push([path[at + 1], path[at]])
  return found
}

function marker (place) {
  const size = place.size * 2
  const icon = L.divIcon({
    className: `app-map-mark app-map-mark--${place.kind}`,
    html: escape(place.mark),
    iconSize: [size, size]
  })
  const made = L.marker([place.y, place.x], { icon, keyboard: true, riseOnHover: true })
  const words = document.createElement('p')
  words.textContent = place.text
  made.bindPopup(words, { autoPan: true })
  made.on('add', () => made.getElement().setAttribute('aria-label', place.text))
  // Leaflet opens on Enter; a button opens on Space too.
  made.on('keypress', (event) => {
    if (event.originalEvent.key === ' ') {
      event.originalEvent.preventDefault()
      made.togglePopup()
    }
  })
  return made
}

async function draw (holder) {
  const answer = await fetch(holder.dataset.map, { credentials: 'same-origin' })
  if (!answer.ok) return
  const view = await answer.json()
  holder.hidden = false
  holder.setAttribute('role', 'region')
  holder.setAttribute('aria-label', `Interactive map. ${view.title}. The table on this page says the same.`)
  const map = L.map(holder, { crs: L.CRS.Simple, minZoom: -6, maxZoom: 2, zoomSnap: 0.25, attributionControl: false, fadeAnimation: false, renderer: L.canvas({ padding: 0.3 }) })
  L.control.attribution({ prefix: false }).addAttribution(
    view.attribution.map(escape).join(' ')
  ).addTo(map)
  L.control.scale({ imperial: false }).addTo(map)
  const choices = {}
  for (const { kind, title, paths } of view.lines) {
    if (!paths.length) continue
    const group = L.layerGroup(paths.map((path) => L.polyline(points(path), { ...STROKES[kind], interactive: false })))
    if (!HIDDEN_AT_FIRST.has(kind)) group.addTo(map)
    choices[escape(title)] = group
  }
  // Small marks last, so that a large one covers none.
  const places = L.layerGroup([...view.places].sort((a, b) => b.size - a.size).map(marker)).addTo(map)
  choices.Pharmacies = places
  L.control.layers({}, choices, { collapsed: holder.clientWidth < 700 }).addTo(map)
  map.fitBounds([[0, 0], [view.height, view.width]])
  if (view.note) {
    const note = document.createElement('p')
    note.className = 'govuk-body-s app-no-print'
    note.textContent = view.note
    holder.before(note)
  }
  holder.dataset.ready = 'yes'
}

function escape (text) {
  const holder = document.createElement('span')
  holder.textContent = text
  return holder.innerHTML
}

for (const holder of document.querySelectorAll('[data-map]')) draw(holder)
