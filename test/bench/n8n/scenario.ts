import type { INodeParameters } from 'n8n-workflow';

/** One run of one node in n8n's engine. */
export interface Scenario {
	readonly name: string;
	readonly what: string;
	readonly rows: number;
	/** Of Download Export; null for prepared items, which n8n only holds and passes on. */
	readonly parameters: INodeParameters | null;
}

const items = (more: INodeParameters): INodeParameters => ({ returnAs: 'items', ...more });
const file = (fileContent: string): INodeParameters => ({ returnAs: 'file', fileContent });
const ITEMS = 100_000;
const FILE = 1_000_000;

export const SCENARIOS: readonly Scenario[] = [
	{
		name: 'one-of-items',
		what: 'Download Export, Limit 1: the cost of starting',
		rows: ITEMS,
		parameters: items({ limit: 1 }),
	},
	{
		name: 'items',
		what: 'Download Export, Return All, as items',
		rows: ITEMS,
		parameters: items({ returnAll: true }),
	},
	{
		name: 'raw-items',
		what: 'the same with Output: All Fields',
		rows: ITEMS,
		parameters: items({ returnAll: true, output: 'allFields' }),
	},
	{
		name: 'pass-through',
		what: 'the same items, prepared: what n8n costs for holding them',
		rows: ITEMS,
		parameters: null,
	},
	{
		name: 'one-of-file',
		what: 'Download Export, Limit 1: the cost of starting',
		rows: FILE,
		parameters: items({ limit: 1 }),
	},
	{
		name: 'original',
		what: 'as a file, as Zoho made it',
		rows: FILE,
		parameters: file('original'),
	},
	{ name: 'csv', what: 'as a file, entries as CSV', rows: FILE, parameters: file('csv') },
	{ name: 'ndjson', what: 'as a file, entries as NDJSON', rows: FILE, parameters: file('ndjson') },
];

export interface Measurement {
	/** Items that the node returned. */
	readonly items: number;
	/** Bytes of their files. */
	readonly bytes: number;
	readonly wallMs: number;
	readonly cpuMs: number;
	/** The node's execution time, as n8n reports it. */
	readonly nodeMs: number;
	/** Highest resident memory of the process, and what it was right before the run. */
	readonly peakMb: number;
	readonly beforeMb: number;
	/** On the heap after the run and after collecting garbage, less what was there before. */
	readonly heldMb: number;
}
