// cspell:disable
import AdmZip from 'adm-zip';
import fc from 'fast-check';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { COUNT_KEYS } from '../../../shared/reading/entryCounts';

export const HEADERS = {
	names: ['Done By', 'Action', 'Module', 'Record Name', 'Audited Time', 'Field', 'New Value'],
	ids: [
		...['Done By', 'User ID', 'Action', 'Module', 'Record Name', 'Record ID', 'Audited Time'],
		...['Related Module', 'Related Name', 'Account Name', 'Old Value', 'Note', 'Another'],
	],
} as const;

/** An export of these files. */
export function zipOf(
	csvs: readonly (readonly (readonly string[])[])[],
	header: readonly string[],
) {
	const archive = new AdmZip();
	csvs.forEach((rows, index) => {
		const lines = [header, ...rows].map((row) =>
			row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
		);
		archive.addFile(`AuditLog_${index + 1}.csv`, Buffer.from(lines.join('\n')));
	});
	return { name: 'a.zip', bytes: archive.toBuffer() };
}

const TEXTS = [
	...[
		'',
		'Ana Lopez',
		'ana lopez',
		'ΑΣ ΟΔΟΣ',
		'οδοσ',
		'İstanbul',
		'ﬁle',
		'file',
		"O'Neil",
		'x\x1fy',
	],
	...[
		'e\u0301tude',
		'étude',
		'\ue000',
		'東京 商事',
		'😀 smile',
		'a "b" c',
		'line\nbreak',
		' padded ',
		'ǅ',
	],
	...[
		"'); DROP TABLE entries; --",
		'100%',
		'_',
		'\\',
		'\u00a0hard\u00a0',
		'\u3000wide',
		'ＡＢＣ',
		'STRASSE',
		'straße',
		'Müller',
		'moeller',
		'\u0301',
		'K',
		'k',
	],
];
const text = fc.constantFrom(...TEXTS);
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
	'Done By': fc.constantFrom('Ana Lopez', 'Ben Ito', 'ben "the" ito', '', '王芳', 'Ana'),
	'User ID': fc.constantFrom('48768761000', '48768761001', '48768769999', ''),
	Action: fc.constantFrom(
		'updated',
		'deleted',
		'Deleted',
		'added a tag',
		'Owner Re-assigned',
		'added',
		'',
	),
	Module: fc.constantFrom('Deals', 'Deal', 'deals', 'Quotes', 'Something', 'İ', ''),
	'Record ID': fc.constantFrom('', '4876876000000000001', '4876876000000000002', 'no id', '007'),
	'Audited Time': fc.constantFrom(
		...['05/21/2026 02:20 PM', '05/21/2026 02:21 PM', '05/22/2026 02:20 PM', '03/08/2026 02:30 AM'],
		...['11/01/2026 01:30 AM', '2026-05-21T14:20:30Z', '2026-05-21T14:20:30.5+02:00', 'never', ''],
		...['1970-01-01T00:00:00Z', '2090-01-01T00:00:00Z', '1969-12-31T23:59:59.5Z', 'y'.repeat(300)],
	),
	'Related Module': fc.constantFrom('Deal', 'Contacts', ''),
	'Record Name': fc.oneof(text, fc.constantFrom('Acme', 'acme ', 'ACME', 'Acme 2')),
};
const rowOf = (header: readonly string[]) =>
	fc.tuple(...header.map((name) => cells[name] ?? text)) as fc.Arbitrary<string[]>;
export const csvsOf = (header: readonly string[]) =>
	fc.array(fc.array(rowOf(header), { maxLength: 14 }), { minLength: 1, maxLength: 3 });
export const INSTANTS = [
	...['1969-12-31T23:59:59.500Z', '2026-05-21T14:20:30Z', '2026-05-21T18:20:00Z'],
	...[
		'2026-05-21T18:20:30Z',
		'2026-05-22T00:00:00Z',
		'2026-11-01T05:30:00Z',
		'2100-01-01T00:00:00Z',
	],
];
const word = fc.oneof(
	text,
	fc.constantFrom(
		'ana',
		'ben',
		'deleted',
		'tag',
		'deals',
		'σ',
		'ß',
		'ss',
		'2026',
		'pm',
		'\x1f',
		'a c',
	),
);
export const given = word.filter((some) => some.trim() !== '');
const users = fc.array(fc.constantFrom('Ana', 'ben', '48768761000', 'nobody', '王'), {
	maxLength: 2,
});
const modules = fc.array(fc.constantFrom('Deals', 'Something', 'Quotes', 'i̇'), { maxLength: 2 });
const actions = fc.array(fc.constantFrom('deleted', 'tag', 'updated', 'added', 're'), {
	maxLength: 2,
});
export const zoneName = fc.constantFrom(
	...['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC+05:30'],
);
export const filter: fc.Arbitrary<AuditLogFilter> = fc
	.record(
		{
			from: fc.constantFrom(...INSTANTS),
			to: fc.constantFrom(...INSTANTS),
			...{ users, modules, actions },
			...{ excludeUsers: users, excludeModules: modules, excludeActions: actions },
			hours: fc.constantFrom(
				'22:00-06:00',
				'09:00-17:30',
				'14:20-14:21',
				'01:30-02:30',
				'03:00-02:00',
			),
			weekdays: fc.uniqueArray(fc.constantFrom('sun', 'mon', 'thu', 'fri', 'sat'), {
				maxLength: 3,
			}),
			record: fc.oneof(
				given,
				fc.constantFrom(
					'acme',
					'4876876000000000001',
					'007',
					'etude',
					'strasse',
					'Mueller',
					'Möller',
				),
			),
			text: fc.oneof(
				word,
				fc.tuple(given, given).map((two) => two.join(' ')),
			),
		},
		{ requiredKeys: [] },
	)
	// With more parts hardly a row would match.
	.chain((all) => {
		const parts = Object.keys(all) as (keyof typeof all)[];
		return fc
			.tuple(fc.subarray(parts, { maxLength: Math.min(2, parts.length) }), zoneName)
			.map(([kept, timeZone]): AuditLogFilter => ({
				...Object.fromEntries(kept.map((part) => [part, all[part]])),
				timeZone,
			}));
	})
	.filter(({ from, to }) => from === undefined || to === undefined || from < to);
export const keys = fc.uniqueArray(fc.constantFrom(...COUNT_KEYS), { minLength: 1, maxLength: 3 });
