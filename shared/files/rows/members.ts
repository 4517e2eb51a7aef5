import { UnexpectedAnswerError } from '../../errors';
import { CsvReader } from '../csv';
import type { CsvFile } from './csvFile';
import type { SkippedMember } from './skipped';

const LOOK_BYTES = 4096;
const MIN_HEADER_CELLS = 4;

/** Whether a row that none follows may be titles: a sentence has fewer commas, and ends as one. */
export function areTitles(cells: readonly string[]): boolean {
	return (
		cells.length >= MIN_HEADER_CELLS && !cells.some((cell) => /[.!?\u3002…]["'»”]?\s*$/u.test(cell))
	);
}

/** How files begin that no export is. */
const BEGINNINGS: readonly (readonly [string, readonly number[]])[] = [
	['metadata of macOS', [0x00, 0x05, 0x16, 0x07]],
	['metadata of macOS', [0x00, 0x00, 0x00, 0x01, 0x42, 0x75, 0x64, 0x31]],
	['a PDF', [0x25, 0x50, 0x44, 0x46]],
	['an image', [0x89, 0x50, 0x4e, 0x47]],
	['an image', [0xff, 0xd8, 0xff]],
	['an image', [0x47, 0x49, 0x46, 0x38]],
	['metadata of Windows', [0xd0, 0xcf, 0x11, 0xe0]],
];

/**
 * What a member holds that can be no CSV, by its bytes; null for one that may be. Anything in place of a
 * file that is named as a CSV may mean that its entries are lost; so may a web page or JSON.
 * See docs/decisions/archive-members.md
 */
export function noCsv(archive: string, name: string, bytes: Uint8Array): SkippedMember | null {
	const isNamed = isCsvName(name);
	const known = BEGINNINGS.find(([, first]) => first.every((byte, at) => bytes[at] === byte));
	if (known) {
		const [holds] = known;
		return { archive, name, holds, isLoss: isNamed && holds !== 'metadata of macOS' };
	}
	const first = bytes.subarray(0, LOOK_BYTES).find((byte) => byte > 0x20);
	if (first === 0x3c) return { archive, name, holds: 'a web page', isLoss: true };
	if (first === 0x7b) return { archive, name, holds: 'a JSON answer', isLoss: true };
	if (first === undefined && bytes.length <= LOOK_BYTES) {
		return { archive, name, holds: 'nothing', isLoss: isNamed };
	}
	return null;
}

/** Text that is no table; null for a table, and for whatever is named as one. */
export function noTable(archive: string, csv: CsvFile): SkippedMember | null {
	const { name } = csv;
	if (isCsvName(name)) return null;
	try {
		const reader = new CsvReader(csv);
		const hasRows = reader.next();
		const isTable = hasRows
			? reader.width > 1 && reader.rows >= reader.unread.count
			: reader.width >= MIN_HEADER_CELLS;
		return isTable ? null : { archive, name, holds: 'a text', isLoss: false };
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		return { archive, name, holds: 'no text that can be read', isLoss: true };
	}
}

function isCsvName(name: string): boolean {
	return /\.csv$/i.test(name);
}
