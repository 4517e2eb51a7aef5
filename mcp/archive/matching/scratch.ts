import type { Database } from '../database';

let made = 0;

/** Tables beside the rows of a part that last as long as a question. */
export class Scratch {
	private readonly names: string[] = [];

	constructor(
		private readonly database: Database,
		private readonly schema: string,
	) {}

	/** Keeps the rows of a query. @returns what their table is called. */
	async keep(sql: string, signal?: AbortSignal): Promise<string> {
		const name = `${this.schema}.scratch_${++made}`;
		this.names.push(name);
		await this.database.rows(`CREATE TABLE ${name} AS ${sql}`, [], signal);
		return name;
	}

	async drop(): Promise<void> {
		for (const name of this.names.splice(0)) {
			await this.database.run(`DROP TABLE IF EXISTS ${name}`);
		}
	}
}
