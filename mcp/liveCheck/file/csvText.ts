/** How a CSV is written, beside what its cells say. */
export interface CsvText {
	readonly lineEnds: readonly ('CR LF' | 'LF' | 'CR')[];
	/** Cells in quotes, and those of them that need none. */
	readonly quoted: number;
	readonly needless: number;
	readonly cells: number;
	/** Cells with line breaks. */
	readonly broken: number;
}

/** Reads a text cell by cell, as RFC 4180 has it. */
export function csvText(text: string, delimiter: string): CsvText {
	const lineEnds = new Set<'CR LF' | 'LF' | 'CR'>();
	let [quoted, needless, cells, broken] = [0, 0, 0, 0];
	for (let at = 0; at < text.length;) {
		let cell: string;
		cells++;
		if (text[at] === '"') {
			const end = endOfQuoted(text, at);
			cell = text.slice(at + 1, end - 1);
			quoted++;
			if (!/["\r\n]/.test(cell) && !cell.includes(delimiter)) needless++;
			at = end;
		} else {
			const start = at;
			while (at < text.length && text[at] !== delimiter && !isBreak(text[at])) at++;
			cell = text.slice(start, at);
		}
		if (/[\r\n]/.test(cell)) broken++;
		while (at < text.length && text[at] !== delimiter && !isBreak(text[at])) at++;
		if (text[at] === delimiter) {
			at++;
		} else if (at < text.length) {
			const isBoth = text[at] === '\r' && text[at + 1] === '\n';
			lineEnds.add(isBoth ? 'CR LF' : text[at] === '\n' ? 'LF' : 'CR');
			at += isBoth ? 2 : 1;
		}
	}
	return { lineEnds: [...lineEnds], quoted, needless, cells, broken };
}

function endOfQuoted(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] !== '"') continue;
		if (text[at + 1] !== '"') return at + 1;
		at++;
	}
	return text.length;
}

function isBreak(character: string | undefined): boolean {
	return character === '\r' || character === '\n';
}
