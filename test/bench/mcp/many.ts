// cspell:disable
/** Twenty questions of all kinds, none of them twice, as several people ask them of one server at once. */
export function manyQuestions(
	period: Readonly<Record<string, string>>,
): readonly [string, Record<string, unknown>][] {
	const entries = (more: object): [string, Record<string, unknown>] => [
		'get_audit_log',
		{ ...period, ...more },
	];
	const counts = (...group_by: string[]): [string, Record<string, unknown>] => [
		'summarize_audit_log',
		{ ...period, group_by },
	];
	const history = (record: string): [string, Record<string, unknown>] => [
		'get_record_history',
		{ ...period, record },
	];
	return [
		...['Ana', 'Ben', 'Elif'].map((user) => entries({ user, module: 'Deals', action: 'deleted' })),
		...['02', '09', '16'].map((day) =>
			entries({ from: `2026-03-${day}`, to: `2026-03-${Number(day) + 6}`, limit: 200 }),
		),
		...['Hooli exported', 'Globex merged', 'Stark deleted', 'offer friday'].map((text) =>
			entries({ text }),
		),
		entries({ limit: 200, detail: 'full', order: 'oldest' }),
		...[
			counts('user', 'action'),
			counts('module', 'day'),
			counts('record'),
			counts('record', 'user'),
			counts('hour'),
			counts('weekday', 'action'),
		],
		...['Acme 17', 'Umbrella 23', 'Initech 5'].map(history),
	];
}
