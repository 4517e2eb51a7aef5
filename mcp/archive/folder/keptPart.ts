import { z } from 'zod';
import {
	isKeptDialect,
	type KeptDialect,
	type KeptReading,
} from '../../../shared/dialect/keptDialect';
import { UnreadRows } from '../../../shared/files/rows/unreadRows';
import { TEXT_COLUMNS } from '../columns';
import type { Part, PartFacts } from '../part';
import { SHA256 } from './ownFiles';

/** Increased whenever rows are read otherwise, or the columns of the parts change: older parts are made anew. */
export const SCHEMA = 4;

/** One of the two Parquet files. */
export type Table = 'entries' | 'texts';
const STORED = /^\d+-(?:entries|texts)-[0-9a-f]{16}\.parquet$/;

const named = { file: z.string(), line: z.number() };
const ZONE_OWNER = z.enum(['header', 'exporter', 'organization', 'utc']);
const READING = z.object({
	dialect: z.custom<KeptDialect>(isKeptDialect),
	header: z.array(z.string()).nullable(),
	titles: z.array(z.string()),
	hasHeader: z.boolean(),
	assumedOwner: ZONE_OWNER.nullable(),
	provedOwners: z.array(ZONE_OWNER).nullable(),
	circumstances: z.object({ declared: z.string(), zones: z.string() }),
	rows: z.number(),
});

/** What a manifest says of the rows of an export in Parquet that this version has made. */
const PART = z.object({
	export_id: z.string().regex(/^\d+$/),
	schema: z.number(),
	/** How times and columns were read. */
	read_as: z.string(),
	/** How the files are written. */
	reading: READING.nullable(),
	rows: z.number(),
	/** Days of UTC, since 1970. */
	days: z.array(z.number()),
	/** Columns that hold ids and times alone; absent where it is not known. */
	plain: z.array(z.enum(TEXT_COLUMNS)).optional(),
	csvs: z.array(
		z.object({
			name: z.string(),
			header: z.array(z.string()),
			at: z.record(z.string(), z.number()),
		}),
	),
	unread: z.object({
		count: z.number(),
		named: z.array(
			z.object({ ...named, lastLine: z.number(), why: z.string(), print: z.string() }),
		),
		skipped: z.array(
			z.object({ archive: z.string(), name: z.string(), holds: z.string(), isLoss: z.boolean() }),
		),
		footers: z.array(z.record(z.string(), z.unknown())),
		headers: z.array(z.object(named)),
	}),
	files: z.array(z.object({ stored: z.string().regex(STORED), size: z.number(), sha256: SHA256 })),
});
export type KeptPart = z.output<typeof PART>;

/** What there is beside the files. */
export function partContent(
	{ facts }: Part,
	of: { readonly id: string; readonly readAs: string; readonly reading: KeptReading | undefined },
	files: KeptPart['files'],
): KeptPart {
	const { rows, days, plain, csvs, unread } = facts;
	const { count, named: lines, skipped, footers, headers } = unread;
	const content = {
		export_id: of.id,
		schema: SCHEMA,
		read_as: of.readAs,
		reading: of.reading ?? null,
		...{ rows, days, plain },
		csvs: csvs.map(({ name, header, columns }) => ({ name, header, at: columns.at })),
		unread: { count, named: lines, skipped, footers, headers },
		files,
	};
	// As it will be read.
	return PART.parse(JSON.parse(JSON.stringify(content)));
}

/** Undefined for one that another version has made. */
export function partIn(content: unknown): KeptPart | undefined {
	const { data } = PART.safeParse(content);
	return data?.schema === SCHEMA && data.files.length === 2 ? data : undefined;
}

export function factsOf({ rows, days, plain = [], csvs, unread }: KeptPart): PartFacts {
	const all = new UnreadRows();
	all.addAll(Object.assign(new UnreadRows(), unread as unknown as UnreadRows));
	return {
		...{ rows, days, plain, unread: all },
		csvs: csvs.map(({ name, header, at }) => ({ name, header, columns: { at } })),
	};
}

export function fileOf({ files }: KeptPart, table: Table): KeptPart['files'][number] | undefined {
	return files.find(({ stored }) => stored.includes(`-${table}-`));
}
