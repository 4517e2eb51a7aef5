import { findColumns, NO_HINTS } from '../dialect/csvColumns';
import type { ExportFile } from '../files/exportFile';
import { prefaceOf } from '../files/rows/csvPreface';
import { areTitles, isNoEntries } from '../files/rows/members';

/** A file without entries, and how it shows that there are none. */
export interface EmptyFile extends ExportFile {
	readonly holds: 'nothing' | 'header' | 'sentence';
	/** The sentence; empty for the others. */
	readonly text: string;
}

/** A header or a sentence is shorter; whatever is longer is read as a file. */
const MAX_BYTES = 2_048;

/**
 * A file that holds nothing, a header alone or a sentence such as "No records found"; undefined for any
 * other, also for one that cannot be read here. How Zoho writes an export without entries is not documented.
 */
export function emptyFile(file: ExportFile): EmptyFile | undefined {
	if (file.bytes.length > MAX_BYTES) return undefined;
	const text = textOf(file.bytes);
	if (text === null) return undefined;
	const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
	const [line = ''] = lines;
	if (lines.length === 0) return { ...file, holds: 'nothing', text: '' };
	if (lines.length > 1) return undefined;
	const sentence = line.trim().replace(/^"(.*)"$/, '$1');
	if (isNoEntries(sentence)) return { ...file, holds: 'sentence', text: sentence };
	// Without a header the only line is a row.
	const cells = line.split(/[,;\t]/);
	const isTime = 'audited_time' in findColumns(cells, NO_HINTS).at;
	const { hasHeader } = prefaceOf(new TextEncoder().encode(line));
	return hasHeader && (isTime || areTitles(cells))
		? { ...file, holds: 'header', text: '' }
		: undefined;
}

/** Null for anything that is not text. */
function textOf(bytes: Uint8Array): string | null {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	try {
		const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
		return text.includes('\0') ? null : text;
	} catch {
		return null;
	}
}
