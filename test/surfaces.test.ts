import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { ZohoCrmAuditLogOAuth2Api } from '../credentials/ZohoCrmAuditLogOAuth2Api.credentials';
import codex from '../nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.json';
import { ZohoCrmAuditLog } from '../nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node';
import { ZohoCrmAuditLogTrigger } from '../nodes/ZohoCrmAuditLog/ZohoCrmAuditLogTrigger.node';
import { credentialText, nodeText } from './formText';

const node = new ZohoCrmAuditLog().description;
const trigger = new ZohoCrmAuditLogTrigger().description;
const credential = new ZohoCrmAuditLogOAuth2Api();

/** A change to a visible word is reviewed. */
test('the form of the node', () => expect(nodeText(node)).toMatchSnapshot());

test('the form of the trigger', () => expect(nodeText(trigger)).toMatchSnapshot());

test('the form of the credential', () => expect(credentialText(credential)).toMatchSnapshot());

test('the words by which the node is found', () => {
	expect({ categories: codex.categories, alias: codex.alias }).toMatchSnapshot();
});

/** Every property of a form, also those in collections. */
function fieldsIn(value: unknown): INodeProperties[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = 'type' in value && 'displayName' in value ? [value as INodeProperties] : [];
	return [...own, ...Object.values(value).flatMap(fieldsIn)];
}

test('each text that is entered has an example', () => {
	const fields = [node.properties, trigger.properties, credential.properties].flatMap(fieldsIn);
	const texts = fields.filter(({ type }) => type === 'string');
	expect(texts.length).toBeGreaterThan(20);
	expect(
		texts
			.filter(({ placeholder = '' }) => !placeholder.startsWith('e.g. '))
			.map(({ name }) => name),
	).toEqual([]);
});

/** The keys under which n8n's editor finds what it shows. */
const VISIBLE = ['displayName', 'description', 'hint', 'placeholder', 'action', 'name', 'message'];

/** The path of each visible text; `name` is one only if there is no `displayName` beside it. */
function visibleTexts(value: unknown, at: readonly string[] = []): (readonly string[])[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, member]) => {
		const isShown = VISIBLE.includes(key) && !(key === 'name' && 'displayName' in value);
		if (typeof member === 'string') return isShown ? [[...at, key]] : [];
		// Used by n8n's server, and not shown in the editor.
		return ['credentials', 'typeOptions'].includes(key) ? [] : visibleTexts(member, [...at, key]);
	});
}

function changedAt<T>(value: T, at: readonly string[]): T {
	const changed = structuredClone(value);
	const holder = at.slice(0, -1).reduce((it, key) => it[key] as Holder, changed as Holder);
	holder[at.at(-1) ?? ''] = 'Another word';
	return changed;
}
type Holder = Record<string, unknown>;

const plain = ({ displayName, documentationUrl, properties }: ICredentialType): ICredentialType =>
	({ displayName, documentationUrl, properties }) as ICredentialType;

test.each([
	['node', node, (changed: object) => nodeText(changed as INodeTypeDescription)],
	['trigger', trigger, (changed: object) => nodeText(changed as INodeTypeDescription)],
	[
		'credential',
		plain(credential),
		(changed: object) => credentialText(changed as ICredentialType),
	],
] as const)('the snapshot changes with every visible text of the %s', (_, form, textOf) => {
	const paths = visibleTexts(form);
	expect(paths.length).toBeGreaterThan(20);
	const unnoticed = paths.filter((at) => textOf(changedAt<object>(form, at)) === textOf(form));
	expect(unnoticed).toEqual([]);
});
