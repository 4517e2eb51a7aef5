import {
	LONG_CELL,
	LONG_ROW,
	MAX_CELL_BYTES,
	MAX_COLUMNS,
	MAX_ROW_BYTES,
	NEVER_CLOSED,
	NOT_UTF8,
	QUOTE_INSIDE,
	TEXT_AFTER_QUOTE,
	WRONG_CELL_COUNT,
} from '../layout';
import { DOUBTFUL, type FoundRow, UNCLEAR } from './damagedFile';

/** What is wrong with a row, in words. */
export function faultOf(
	{ fault, cells }: Pick<FoundRow, 'fault' | 'cells'>,
	width: number,
): string {
	switch (fault) {
		case QUOTE_INSIDE:
			return 'a quote stands inside a cell that is not quoted';
		case NEVER_CLOSED:
			return 'a quote is never closed';
		case TEXT_AFTER_QUOTE:
			return 'text follows a closing quote';
		case WRONG_CELL_COUNT:
			return `a row has ${cells} cells where the header has ${width}`;
		case LONG_ROW:
			return `a row is longer than ${MAX_ROW_BYTES} bytes`;
		case LONG_CELL:
			return `a cell is longer than ${MAX_CELL_BYTES} bytes`;
		case NOT_UTF8:
			return 'a text is not UTF-8';
		case DOUBTFUL:
			return 'it may be a part of the row beside it, which cannot be read';
		case UNCLEAR:
			return `a row has ${cells} cells where the header has ${width}, or it is a footer that cannot be told from a part of a row`;
		default:
			return `it has more than ${MAX_COLUMNS} columns`;
	}
}
