import { instantOfIso } from '../../shared/dialect/auditedTime';
import { asObject } from '../../shared/http/json';
import { say, shape, type Shown, word } from './shown';

type Kind =
	| 'absent'
	| 'null'
	| 'id'
	| 'time'
	| 'text'
	| 'number'
	| 'true or false'
	| 'list'
	| 'object';

/** The kinds that a key may have. */
export type Fields = Readonly<Record<string, readonly Kind[]>>;

/** How many entries that are alike are looked at. */
const LOOKED_AT = 200;

/** What is different in an object from what is known of it: keys that are missing, new or of another kind. */
export function differences(value: unknown, fields: Fields, isWhole: boolean): Shown[] {
	const object = asObject(value);
	if (!object) return [say`${kindWord(kindOf(value))} in place of an object`];
	const wrong = Object.entries(fields).flatMap(([key, kinds]) => {
		const kind = kindOf(object[key]);
		return kinds.includes(kind) || (kinds.includes('text') && isText(kind))
			? []
			: [say`${word(key)} is ${kindWord(kind)}`];
	});
	if (!isWhole) return wrong;
	const others = Object.entries(object).filter(([key]) => !Object.hasOwn(fields, key));
	return [
		...wrong,
		...others.map(([key, member]) => say`${word(key)} is new: ${described(member)}`),
	];
}

export function differencesOfAll(
	values: readonly unknown[],
	fields: Fields,
	isWhole: boolean,
): Shown[] {
	return values.slice(0, LOOKED_AT).flatMap((value) => differences(value, fields, isWhole));
}

function described(value: unknown): Shown {
	const kind = kindOf(value);
	return isText(kind) ? say`${kindWord(kind)} ${shape(String(value))}` : kindWord(kind);
}

function isText(kind: Kind): boolean {
	return kind === 'text' || kind === 'id' || kind === 'time';
}

function kindOf(value: unknown): Kind {
	if (value === undefined) return 'absent';
	if (value === null) return 'null';
	if (typeof value === 'number') return 'number';
	if (typeof value === 'boolean') return 'true or false';
	if (Array.isArray(value)) return 'list';
	if (typeof value !== 'string') return 'object';
	if (/^\d{5,30}$/.test(value)) return 'id';
	return instantOfIso(value) === null ? 'text' : 'time';
}

const KINDS: Readonly<Record<Kind, Shown>> = {
	absent: say`absent`,
	null: say`null`,
	id: say`an id`,
	time: say`a time`,
	text: say`a text`,
	number: say`a number`,
	'true or false': say`true or false`,
	list: say`a list`,
	object: say`an object`,
};

function kindWord(kind: Kind): Shown {
	return KINDS[kind];
}
