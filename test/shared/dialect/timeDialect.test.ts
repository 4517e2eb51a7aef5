import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../../shared/durations';
import { AuditedTimeReader } from '../../../shared/dialect/auditedTime';
import { timeDialect, type TimeQuestion } from '../../../shared/dialect/timeDialect';
import { DATE_FORMATS, LOCALES, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { runs } from '../../runs';
import { display } from '../../zoho/log/times';

const NAMES = { exporter: 'Europe/Berlin', organization: 'America/Los_Angeles', utc: 'UTC' };
const ZONES = {
	exporter: new TimeZone(NAMES.exporter),
	organization: new TimeZone(NAMES.organization),
	utc: new TimeZone(NAMES.utc),
} as const;
const OWNERS = ['exporter', 'organization', 'utc'] as const;
const START = Date.parse('2026-03-03T10:00:00Z');

const FORMATS = DATE_FORMATS.flatMap((dateFormat) =>
	TIME_FORMATS.map((timeFormat) => ({ dateFormat, timeFormat })),
);

function written(
	instant: number,
	{ dateFormat, timeFormat }: (typeof FORMATS)[number],
	owner: keyof typeof NAMES,
	locale?: string,
): string {
	return display(instant, NAMES[owner], `${dateFormat} ${timeFormat}`, locale);
}

/** One of so many combinations is tried: all with TEST_RUNS=11. A prime, so that it is another one of each kind. */
const STEP = Math.max(1, Math.round(11 / runs(1)));
let combinations = 0;
const isTried = (): boolean => combinations++ % STEP === 0;

/** What was proved, assumed or left open, and how many times of each were right. */
interface Outcome {
	proved: number;
	assumed: number;
	empty: number;
	wrongProved: number;
	wrongAssumed: number;
}

function ask(texts: readonly string[], question: Partial<TimeQuestion>): TimeQuestion {
	return {
		sample: { texts: [...new Set(texts)], isWhole: true },
		declared: { dateFormat: null, timeFormat: null },
		zones: OWNERS.map((owner) => ({ owner, zone: ZONES[owner] })),
		within: { from: START, to: START + DAY },
		bounds: { from: START - 3_660 * DAY, to: START + 200 * DAY },
		...question,
	};
}

function judge(
	outcome: Outcome,
	instants: readonly number[],
	texts: readonly string[],
	question: TimeQuestion,
): void {
	const dialect = timeDialect(question);
	const reader = new AuditedTimeReader(dialect);
	const isProved = dialect.proof?.format === 'proved' && dialect.proof.zone === 'proved';
	texts.forEach((text, index) => {
		const time = reader.read(text);
		if (time === null) {
			outcome.empty++;
			return;
		}
		const isRight = time.instant === Math.floor((instants[index] ?? 0) / MINUTE) * MINUTE;
		outcome[isProved ? 'proved' : 'assumed']++;
		if (!isRight) outcome[isProved ? 'wrongProved' : 'wrongAssumed']++;
	});
}

/** Instants over a window, its first and last minutes among them. */
function spreadOver(length: number, count: number): number[] {
	const step = (length - 2 * MINUTE) / (count - 1);
	return Array.from(
		{ length: count },
		(_, index) => START + MINUTE + Math.floor((index * step) / MINUTE) * MINUTE,
	);
}

const WINDOWS = {
	'30 minutes': 30 * MINUTE,
	'a day': DAY,
	'30 days': 30 * DAY,
	'180 days': 180 * DAY,
};

describe.each(Object.entries(WINDOWS))('a window of %s', (_, length) => {
	const within = { from: START, to: START + length };

	test('with rows spread over it: all times are right and proved, none is wrong', () => {
		const outcome = { proved: 0, assumed: 0, empty: 0, wrongProved: 0, wrongAssumed: 0 };
		for (const format of FORMATS) {
			for (const owner of OWNERS) {
				for (const declared of declarations(format).filter(isTried)) {
					const instants = spreadOver(length, 8);
					const texts = instants.map((instant) => written(instant, format, owner));
					judge(outcome, instants, texts, ask(texts, { declared, within }));
				}
			}
		}
		expect(outcome.wrongProved).toBe(0);
		expect(outcome.wrongAssumed).toBe(0);
		if (length <= 30 * DAY) expect(outcome).toMatchObject({ assumed: 0, empty: 0 });
	});

	test('with a few rows anywhere: none is wrong and called proved', () => {
		const outcome = { proved: 0, assumed: 0, empty: 0, wrongProved: 0, wrongAssumed: 0 };
		const places = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 4 }));
		const random = fc.sample(places, { numRuns: 600, seed: 14 });
		let at = 0;
		for (const format of FORMATS) {
			for (const owner of OWNERS) {
				for (const declared of declarations(format).filter(isTried)) {
					const instants = (random[at++ % random.length] ?? []).map(
						(part) => START + Math.floor((part / 0x10000) * (length / MINUTE)) * MINUTE,
					);
					const texts = instants.map((instant) => written(instant, format, owner));
					judge(outcome, instants, texts, ask(texts, { declared, within }));
				}
			}
		}
		expect(outcome.wrongProved).toBe(0);
	});
});

test('of two formats that fit the declared one is assumed, never proved; without one no time is read', () => {
	const within = { from: Date.UTC(2026, 1, 1), to: Date.UTC(2026, 5, 1) };
	const texts = ['03/04/2026 10:00', '05/03/2026 11:00'];
	const declared = { dateFormat: 'dd/MM/yyyy', timeFormat: 'HH:mm' };
	expect(timeDialect(ask(texts, { declared, within })).proof?.format).toBe('assumed');
	const undeclared = timeDialect(ask(texts, { within }));
	expect(undeclared.proof).toEqual({ format: 'unknown', zone: 'unknown' });
	expect(new AuditedTimeReader(undeclared).read('03/04/2026 10:00')).toBeNull();
});

/** Declared as it is, not declared, and declared as another. */
function declarations(format: (typeof FORMATS)[number]): TimeQuestion['declared'][] {
	const other = FORMATS[(FORMATS.indexOf(format) + 31) % FORMATS.length] ?? format;
	return [format, { dateFormat: null, timeFormat: null }, other];
}

test.each(LOCALES)('months and halves of the day in %s are read right, or not at all', (locale) => {
	const formats = FORMATS.filter(
		({ dateFormat, timeFormat }) => dateFormat.includes('MMM') || timeFormat.includes('a'),
	);
	let [read, empty] = [0, 0];
	for (let month = 0; month < 12; month++) {
		for (const hour of [3, 15]) {
			for (const format of formats.filter(isTried)) {
				const from = Date.UTC(2026, month, 10, hour);
				const instants = [from + 5 * MINUTE, from + 2 * HOUR];
				const texts = instants.map((instant) => written(instant, format, 'utc', locale));
				const declared = { ...format, locale };
				const dialect = timeDialect(
					ask(texts, { declared, within: { from, to: from + 3 * HOUR } }),
				);
				const reader = new AuditedTimeReader(dialect);
				texts.forEach((text, index) => {
					const time = reader.read(text);
					if (time === null) empty++;
					else {
						expect([text, time.instant]).toEqual([text, instants[index]]);
						read++;
					}
				});
			}
		}
	}
	expect(read).toBeGreaterThan(0);
	expect(empty).toBe(0);
});
