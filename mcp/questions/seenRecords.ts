/** Names of records in earlier answers, for completions: the latest ones, in memory only. */
export class SeenRecords {
	private readonly names = new Set<string>();

	add(name: string): void {
		this.names.delete(name);
		this.names.add(name);
		if (this.names.size <= MAX_NAMES) return;
		const [oldest] = this.names;
		if (oldest !== undefined) this.names.delete(oldest);
	}

	/** The latest first. */
	all(): readonly string[] {
		return [...this.names].reverse();
	}
}

const MAX_NAMES = 1_000;
