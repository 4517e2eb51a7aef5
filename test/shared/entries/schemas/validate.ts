import ecs from './ecs-8.17.json';
import ocsf from './ocsf-1.9.json';

type Json = Readonly<Record<string, unknown>>;

interface EcsField {
	readonly type: string;
	readonly array?: boolean;
	readonly allowed?: readonly string[];
}
const FIELDS = ecs.fields as Readonly<Record<string, EcsField>>;
/** Where ECS leaves room for fields of one's own: below a name that is none of its field sets. */
const OWN = /^zoho_crm\./;

/** What is wrong with a document by the published fields of ECS; empty if nothing is. */
export function ecsProblems(document: Json): string[] {
	const values = flat(document);
	const problems = ['@timestamp', 'ecs.version']
		.filter((name) => values.get(name) === undefined)
		.map((name) => `${name} is missing`);
	for (const [name, value] of values) {
		if (OWN.test(name) || value === undefined) continue;
		const field = FIELDS[name];
		if (!field) problems.push(`there is no field ${name}`);
		else problems.push(...fieldProblems(name, field, value));
	}
	return problems;
}

function fieldProblems(name: string, { type, array = false, allowed }: EcsField, value: unknown) {
	if (Array.isArray(value) !== array) return [`${name} is ${array ? 'no' : 'a'} list`];
	return [value].flat().flatMap((item) => {
		if (typeof item !== 'string') return [`${name} is no ${type}`];
		if (type === 'date' && Number.isNaN(Date.parse(item))) return [`${name} is no date`];
		return allowed && !allowed.includes(item) ? [`${name} cannot be ${item}`] : [];
	});
}

function flat(value: Json, before = ''): Map<string, unknown> {
	const all = new Map<string, unknown>();
	for (const [key, item] of Object.entries(value)) {
		const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
		if (!isObject) all.set(before + key, item);
		else for (const [name, inner] of flat(item as Json, `${before}${key}.`)) all.set(name, inner);
	}
	return all;
}

interface Attribute {
	readonly type: string;
	readonly requirement: string;
	readonly array?: boolean;
	readonly enum?: Readonly<Record<string, string>>;
}
type Attributes = Readonly<Record<string, Attribute>>;
const CLASSES = ocsf.classes as unknown as Readonly<
	Record<string, { uid: number; category: number; attributes: Attributes }>
>;
const OBJECTS = ocsf.objects as unknown as Readonly<
	Record<string, { attributes: Attributes; constraints: { at_least_one?: readonly string[] } }>
>;

/** What is wrong with an event by the published classes of OCSF; empty if nothing is. */
export function ocsfProblems(event: Json): string[] {
	const found = Object.values(CLASSES).find(({ uid }) => uid === event['class_uid']);
	if (!found) return [`there is no class ${String(event['class_uid'])}`];
	const problems = attributeProblems(event, found.attributes, '');
	if (event['category_uid'] !== found.category)
		problems.push('category_uid is not that of the class');
	if (event['type_uid'] !== found.uid * 100 + Number(event['activity_id'])) {
		problems.push('type_uid is not that of the class and activity');
	}
	return problems;
}

function attributeProblems(value: Json, attributes: Attributes, before: string): string[] {
	const problems = Object.entries(attributes)
		.filter(([name, { requirement }]) => requirement === 'required' && value[name] === undefined)
		.map(([name]) => `${before}${name} is missing`);
	for (const [name, item] of Object.entries(value)) {
		const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
		if (!attribute) problems.push(`there is no attribute ${before}${name}`);
		else problems.push(...valueProblems(item, attribute, before + name));
	}
	return problems;
}

function valueProblems(
	value: unknown,
	{ type, array, enum: captions }: Attribute,
	name: string,
): string[] {
	if (array) {
		if (!Array.isArray(value)) return [`${name} is no list`];
		return value.flatMap((item) => valueProblems(item, { type, requirement: '' }, name));
	}
	if (captions && !Object.hasOwn(captions, String(value)))
		return [`${name} cannot be ${String(value)}`];
	const object = OBJECTS[type];
	if (object) {
		const json = value as Json;
		const oneOf = object.constraints.at_least_one ?? [];
		const isLacking = oneOf.length > 0 && !oneOf.some((key) => json[key] !== undefined);
		return [
			...attributeProblems(json, object.attributes, `${name}.`),
			...(isLacking ? [`${name} needs one of ${oneOf.join(', ')}`] : []),
		];
	}
	if (type === 'json_t' || type === 'object') return [];
	if (['integer_t', 'long_t', 'timestamp_t', 'port_t'].includes(type)) {
		return Number.isSafeInteger(value) ? [] : [`${name} is no whole number`];
	}
	if (type === 'boolean_t')
		return typeof value === 'boolean' ? [] : [`${name} is neither true nor false`];
	return typeof value === 'string' ? [] : [`${name} is no text`];
}
