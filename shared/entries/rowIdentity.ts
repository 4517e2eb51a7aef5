import type { Identity } from '../files/rowTexts';
import type { CsvColumns } from '../dialect/csvColumns';
import { Hash } from './hash';

/**
 * Everything a row says, by the columns' names: not their order, not the quoting, not empty cells,
 * and the time as an instant, so that the same event keeps its id in another export.
 */
export function rowIdentity({ names, at }: CsvColumns): Identity {
	const columns = names.map((name, index) => {
		const before = names.slice(0, index).filter((other) => other === name).length;
		const own = before === 0 ? name : `${name} (${before + 1})`;
		return { index, name: new Hash().text(own).digest()[0] };
	});
	return { columns, timeColumn: at.audited_time ?? -1 };
}
