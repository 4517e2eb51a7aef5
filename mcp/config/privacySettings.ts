import { MIN_KEY_LENGTH } from '../../shared/disclosure/hiddenPeople';
import { choice, credential } from './setting';

/** What may be seen of people and values. */
export const PRIVACY_SETTINGS = {
	fieldValues: choice(['on-request', 'never'], {
		variable: 'ZOHO_AUDIT_FIELD_VALUES',
		default: 'on-request',
		about:
			'Whether old and new values can be shown and searched; `never` also closes what holds them unread: rows of files, and saved files',
	}),
	names: choice(['shown', 'pseudonym'], {
		variable: 'ZOHO_AUDIT_NAMES',
		default: 'shown',
		about:
			'`pseudonym`: people have the same word in place of their name in every answer; closes values, rows, saved files, lists of names and `list_users`',
	}),
	pseudonymKey: credential(MIN_KEY_LENGTH, {
		variable: 'ZOHO_AUDIT_PSEUDONYM_KEY',
		isSecret: true,
		about: 'The key of pseudonyms, 32 characters or more; another key gives other pseudonyms',
	}),
};
