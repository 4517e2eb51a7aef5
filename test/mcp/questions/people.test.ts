import { namesOf } from '../../../mcp/questions/words/people';
import { actionsMeantBy } from '../../../mcp/questions/words/synonyms';
import { recordAddress } from '../../../mcp/questions/words/recordAddress';
import { type CrmUser, CrmUsers } from '../../../shared/org/users';

/** First and last names, and how they are typed where keyboards lack the letters. */
const NAMES: readonly (readonly [first: string, last: string, ...typed: string[]])[] = [
	// German
	['Anna', 'Müller', 'Anna Muller', 'Anna Mueller'],
	['Jörg', 'Jäger', 'Jorg Jager', 'Joerg Jaeger'],
	['Änne', 'Großkopf', 'Anne Grosskopf', 'Aenne Grosskopf'],
	['Jonas', 'Feder', 'jonas feder', 'J. Feder'],
	['Karl-Heinz', 'Vogt', 'Karl Heinz Vogt', 'Karlheinz Vogt'],
	// French
	['François', 'Lefèvre', 'Francois Lefevre', 'F Lefevre'],
	['Zoë', 'Bœuf', 'Zoe Boeuf', 'ZOE BOEUF'],
	['Éloïse', "D'Arcy", 'Eloise DArcy', 'Eloise D’Arcy'],
	// Spanish
	['José', 'Núñez', 'Jose Nunez', 'J Nunez'],
	['Begoña', 'Ibáñez', 'Begona Ibanez', 'begona ibañez'],
	// Portuguese
	['João', 'Gonçalves', 'Joao Goncalves', 'J. Goncalves'],
	['Conceição', 'Brandão', 'Conceicao Brandao', 'conceição brandao'],
	// Polish
	['Łukasz', 'Wójcik', 'Lukasz Wojcik', 'L Wojcik'],
	['Żaneta', 'Świątek', 'Zaneta Swiatek', 'zaneta świątek'],
	// Czech
	['Jiří', 'Dvořák', 'Jiri Dvorak', 'J. Dvorak'],
	['Šárka', 'Čížková', 'Sarka Cizkova', 'šarka cizkova'],
	// Danish, Norwegian, Swedish, Icelandic
	['Søren', 'Ægirsson', 'Soren Aegirsson', 'Soeren Aegirsson'],
	['Åse', 'Bjørnstad', 'Ase Bjornstad', 'Aase Bjoernstad'],
	['Björn', 'Öberg', 'Bjorn Oberg', 'Bjoern Oeberg'],
	['Þóra', 'Sigurðardóttir', 'Thora Sigurdardottir', 'thora sigurðardottir'],
	// Turkish
	['İbrahim', 'Yıldız', 'Ibrahim Yildiz', 'ibrahim yildiz'],
	['Gülşen', 'Çağlar', 'Gulsen Caglar', 'Guelsen Caglar'],
	// Hungarian, Romanian
	['Győző', 'Szűcs', 'Gyozo Szucs', 'G Szucs'],
	['Ștefan', 'Țurcanu', 'Stefan Turcanu', 'ștefan turcanu'],
	// Vietnamese
	['Đặng', 'Nguyễn', 'Dang Nguyen', 'DANG NGUYEN'],
	// Irish
	['Seán', "O'Neil", 'Sean ONeil', 'Sean O’Neil'],
	// Greek, Russian
	['Γιώργος', 'Παπαδόπουλος', 'Γιωργος Παπαδοπουλος', 'ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ'],
	['Пётр', 'Королёв', 'Петр Королев', 'петр королёв'],
	// Chinese
	['王', '芳', '芳 王'],
	// Nearly the same as others above.
	['Anna', 'Miller', 'anna miller', 'miller anna'],
	['Anna', 'Möller', 'Anna Moller', 'Anna Moeller'],
	['Jorge', 'Jagger', 'jorge jagger', 'jagger, jorge'],
	['Jonathan', 'Federer', 'jonathan federer', 'federer jonathan'],
	['Jose', 'Nunes', 'José Nunes', 'nunes jose'],
	['Bjarne', 'Obergson', 'bjarne obergson', 'Obergson Bjarne'],
];

const settings = { timeZone: null, dateFormat: null, timeFormat: null, locale: null };
const users = new CrmUsers(
	NAMES.map(([first, last], index): CrmUser => ({
		...{ id: String(10_000 + index), name: `${first} ${last}`, email: null },
		...{ profile: null, role: null, status: null, ...settings },
	})),
);

/** As typed, and the other way round, with a comma, in capitals, and with further blanks. */
function waysOf(typed: string): string[] {
	const words = typed.split(' ');
	const last = words.at(-1) ?? '';
	const first = words.slice(0, -1).join(' ');
	return [
		typed,
		`${last} ${first}`,
		`${last}, ${first}`,
		typed.toUpperCase(),
		`  ${last}   ${first} `,
	];
}

const PAIRS = NAMES.flatMap(([first, last, ...typed]) =>
	[...new Set(typed.flatMap(waysOf))].map((way) => [way, `${first} ${last}`] as const),
);

/** Those whom a question for it would find. */
function found(typed: string): string[] {
	return [
		...new Set(
			namesOf(typed, users).flatMap((word) => users.meantBy(word).map(({ name }) => name)),
		),
	];
}

test('names are found as people type them, and nobody else is', () => {
	expect(PAIRS.length).toBeGreaterThanOrEqual(200);
	const misses = PAIRS.filter(([typed, name]) => !found(typed).includes(name));
	const falseHits = PAIRS.filter(([typed, name]) => found(typed).some((other) => other !== name));
	console.info(`${PAIRS.length} pairs, ${misses.length} missed, ${falseHits.length} false hits`);
	expect([misses, falseHits]).toEqual([[], []]);
});

test.each(['Muler', 'Jonas Fedor', 'Feder Anna', 'J', 'Mül ler', '', 'Ann Muller', 'かくた'])(
	'%j is nobody',
	(typed) => {
		expect(namesOf(typed, users).filter((name) => name !== typed)).toEqual([]);
	},
);

test.each([
	['created', ['added', 'created']],
	['Edit', ['updated', 'edited']],
	['changed', ['updated', 'edited']],
	['removed', ['deleted']],
	['Bulk Delete', ['mass_delete']],
	['mass', ['mass']],
	['updated', ['updated']],
	['added', ['added']],
	['tag', ['tag']],
])('the action %s means %j', (typed, meant) => {
	expect(actionsMeantBy(typed)).toEqual(meant);
});

test.each([
	['https://crm.zoho.eu/crm/org20090/tab/Potentials/7610000000000800010', 'Potentials'],
	[
		'https://crm.zoho.com/crm/org1/tab/CustomModule4/7610000000000800010?layoutId=2',
		'CustomModule4',
	],
	['https://crm.zoho.com/crm/tab/Leads/zcrm_7610000000000800010', 'Leads'],
	['zcrm_7610000000000800010', null],
])('the address %s is a record', (text, module) => {
	expect(recordAddress(text)).toEqual({ id: '7610000000000800010', module });
});

test.each(['Acme', '7610000000000800010', 'see /tab/Leads/ for 12345', 'Acme /tab/ 12345'])(
	'%s is no address',
	(text) => {
		expect(recordAddress(text)).toBeUndefined();
	},
);
