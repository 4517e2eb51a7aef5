/** Counts by name. Names beyond the first `limit` are counted together. */
export class NameCounts {
	/** Entries of names that were too many to be kept. */
	others = 0;
	private readonly codes = new Map<string, number>();
	private readonly counts: number[] = [];
	private readonly labels: string[] = [];

	constructor(private readonly limit: number) {}

	/** Counts one more. @returns a whole number for the name; negative for one that is not kept. */
	add(key: string, label = key): number {
		const known = this.codes.get(key);
		if (known !== undefined) {
			this.counts[known] = (this.counts[known] ?? 0) + 1;
			return known;
		}
		if (this.counts.length >= this.limit) {
			this.others++;
			return -1;
		}
		const code = this.counts.push(1) - 1;
		this.codes.set(key, code);
		this.labels.push(label);
		return code;
	}

	/** How many names there are. */
	get size(): number {
		return this.counts.length;
	}

	/** How many of them are not empty. */
	get named(): number {
		return this.labels.filter((label) => label !== '').length;
	}

	/** What people call it; with the key beside it where two have one name. */
	labelOf(code: number): string {
		const label = this.labels[code] ?? '';
		const isShared = this.labels.some((other, index) => other === label && index !== code);
		return isShared ? `${label} (${this.keyOf(code)})` : label;
	}

	/** The codes of the largest, most first; equal ones by their labels. */
	largest(limit: number): number[] {
		const codes = this.counts.map((_, code) => code);
		const by = (code: number): number => this.counts[code] ?? 0;
		const label = (code: number): string => this.labels[code] ?? '';
		codes.sort((a, b) => by(b) - by(a) || (label(a) < label(b) ? -1 : 1));
		return codes.slice(0, limit);
	}

	countOf(code: number): number {
		return this.counts[code] ?? 0;
	}

	private keyOf(code: number): string {
		for (const [key, known] of this.codes) if (known === code) return key;
		return '';
	}
}
