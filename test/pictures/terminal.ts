const FONT = 14;
/** Width of a character of a monospaced font, relative to its size. */
const WIDTH = 0.602;
const LINE = 21;
const MARGIN = 24;

/** Lines of text as an SVG of a terminal: questions bright, calls dim. */
export function terminal(title: string, lines: readonly string[]): string {
	const columns = Math.max(...lines.map((line) => line.length));
	const width = Math.ceil(columns * FONT * WIDTH) + MARGIN * 2;
	const height = lines.length * LINE + MARGIN * 2;
	const texts = lines.map((line, index) => {
		const y = MARGIN + index * LINE + FONT;
		return `<text x="${MARGIN}" y="${y}" fill="${colorOf(line)}" xml:space="preserve">${escaped(line)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="10" fill="#1b1f27"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT}">
${texts.join('\n')}
</g>
</svg>
`;
}

function colorOf(line: string): string {
	if (line.startsWith('>')) return '#ffd479';
	return line.includes('{"') ? '#8fa3bf' : '#e6e9ef';
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
