/** A document and a magnifying glass, as in n8n. */
const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" fill="none"><path d="M10 9a5 5 0 0 1 5-5h22l12 12v10" stroke="#1f4e8c" stroke-width="5" stroke-linejoin="round"/><path d="M10 9v42a5 5 0 0 0 5 5h10M20 21h16M20 33h6" stroke="#1f4e8c" stroke-width="5" stroke-linecap="round"/><circle cx="39" cy="39" r="10" stroke="#d9482b" stroke-width="5"/><path d="m46.5 46.5 8 8" stroke="#d9482b" stroke-width="6" stroke-linecap="round"/></svg>';

export const ICON = {
	src: `data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')}`,
	mimeType: 'image/svg+xml',
	sizes: ['any'],
};
