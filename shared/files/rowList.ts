import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers } from './fileMemory';

/** Some rows of a batch, by their numbers in it and in their order, where `assembly/` reads them too. */
export class RowList {
	count = 0;
	private readonly rows: Numbers<Int32Array>;

	constructor(memory: FileMemory) {
		this.rows = memory.allocateWords(BATCH_ROWS);
	}

	/** In the memory: a word for each. */
	get address(): number {
		return this.rows.address;
	}

	at(index: number): number {
		return this.rows.list[index] ?? -1;
	}

	/** The first rows of the batch. */
	setAll(count: number): void {
		const { list } = this.rows;
		for (let row = 0; row < count; row++) list[row] = row;
		this.count = count;
	}

	setOne(row: number): void {
		this.rows.list[0] = row;
		this.count = 1;
	}

	/** Drops the others. To know, a text may have to be read, for which memory may have to grow. */
	keep(isKept: (row: number) => boolean): void {
		let kept = 0;
		for (let index = 0; index < this.count; index++) {
			const row = this.at(index);
			if (isKept(row)) this.rows.list[kept++] = row;
		}
		this.count = kept;
	}
}
