import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { AuditLogClient } from '../../../shared/client';
import {
	HiddenPeople,
	MIN_KEY_LENGTH,
	type Naming,
	NAMINGS,
} from '../../../shared/disclosure/hiddenPeople';
import { AuditLogError, InputError } from '../../../shared/errors';
import type { CallOptions } from '../../../shared/http/crmApi';
import { CREDENTIAL, type NodeContext } from '../client';

export const personalData: INodeProperties = {
	displayName: 'Personal Data',
	name: 'personalData',
	type: 'options',
	default: 'asIs',
	description:
		'Whether people are named: users, and people among the records. Whatever hides them also leaves out old and new values, what is under raw, files as Zoho created them, and the search for words in values.',
	options: [
		{ name: 'As It Is', value: 'asIs' },
		{ name: 'Left Out', value: 'leftOut', description: 'Nobody is named' },
		{
			name: 'Pseudonyms',
			value: 'pseudonyms',
			description:
				'The same name always becomes the same word, as in person-3f9a1c07b2d4e586. Needs the Pseudonym Key of the credential.',
		},
	],
};

/** How people are hidden, if they are. @throws InputError for another choice. */
export function namingIn(options: unknown): Naming | undefined {
	const value = (options as IDataObject | undefined)?.[personalData.name] ?? personalData.default;
	if (value === 'asIs') return undefined;
	const naming = NAMINGS.find((name) => name === value);
	if (naming) return naming;
	throw new InputError(
		`"${String(value).slice(0, 40)}" is not one of the choices of ${personalData.displayName}. Use asIs, ${NAMINGS.join(' or ')}.`,
		{ parameter: personalData.name },
	);
}

/** Who is hidden, as the form's Options have it; undefined where people are named. */
export async function hiddenPeopleOf(
	context: NodeContext,
	client: AuditLogClient,
	options: unknown,
	limits: CallOptions = {},
): Promise<HiddenPeople | undefined> {
	const naming = namingIn(options);
	if (!naming) return undefined;
	const { pseudonymSecret } = await context.getCredentials(CREDENTIAL);
	const key = String(pseudonymSecret ?? '').trim();
	if (naming === 'pseudonyms' && key.length < MIN_KEY_LENGTH) {
		throw new InputError(
			`Pseudonyms need a key of at least ${MIN_KEY_LENGTH} characters, known only to people who may know the names. Enter one as Pseudonym Key in the credential.`,
			{ parameter: personalData.name },
		);
	}
	const people = new HiddenPeople(naming, key);
	await people.load(client.names, limits);
	return people;
}

/** The words of a question that may name people. */
export function namesAsked(filters: unknown): readonly string[] {
	const { users, excludeUsers } = (filters ?? {}) as IDataObject;
	return [users, excludeUsers].flatMap((value) =>
		Array.isArray(value) ? value.map(String) : String(value ?? '').split(','),
	);
}

/** The same failure, which names no person who is hidden. */
export function unnamed(
	error: unknown,
	people: HiddenPeople | undefined,
	asked: readonly string[],
): unknown {
	if (people && error instanceof AuditLogError)
		error.message = people.message(error.message, asked);
	return error;
}
