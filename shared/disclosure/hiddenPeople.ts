import type { AuditLogEntry, EntryBatch, Reference } from '../entries/auditLogEntry';
import type { AuditLogFilter } from '../entries/filter';
import { NOBODY } from '../entries/flatEntry';
import { CredentialError, InputError } from '../errors';
import { folded } from '../folded';
import { type CallOptions, SCOPES } from '../http/crmApi';
import { CrmModules } from '../org/modules';
import type { OrganizationNames } from '../org/organizationNames';
import { CrmUsers } from '../org/users';
import { hmacWith } from './hmac';
import { Phrases, wordsOf } from './phrases';
import { withoutValues } from './withoutValues';

/** What takes the place of names: the same pseudonym for the same name, or nothing of it. */
export const NAMINGS = ['pseudonyms', 'leftOut'] as const;
export type Naming = (typeof NAMINGS)[number];

/** Long enough not to be guessed: with the key, a list of employees gives all pseudonyms away. */
export const MIN_KEY_LENGTH = 32;

const LEFT_OUT = '(left out)';
/** In place of a name that a question holds. */
export const AS_ASKED = '(as asked)';
const PSEUDONYM = /^person-[0-9a-f]{16}$/;
const PSEUDONYMS = /(person-[0-9a-f]{16}|\(left out\))/;
/** Their records are people, or may be. */
const OF_PEOPLE = /^(user|lead|contact)s?$/;
/** Of Zoho's own; all others are computed from what the entry says, its names among it. */
const GIVEN_ID = /^\d+$/;
/** Under these, results name a person. */
const PERSON_KEYS = new Set(['user', 'created_by', 'deleted_by', 'done_by', 'read_by']);

/**
 * The only place that decides how people are hidden, for every door: users of the CRM and people among its
 * records by their place in an entry, and the names of users in whatever text they stand. Old and new values
 * and rows as received may hold names that are in no list, so they are left out as well: docs/decisions/pseudonyms.md
 */
export class HiddenPeople {
	private readonly phrases = new Phrases();
	private readonly hmac: ((text: string) => string) | undefined;
	private readonly names = new Map<string, string>();
	private users = new CrmUsers([]);
	private modules = new CrmModules([]);

	/** @throws InputError for pseudonyms without a key. */
	constructor(
		private readonly naming: Naming,
		key: string,
	) {
		if (key.length >= MIN_KEY_LENGTH) this.hmac = hmacWith(key);
		// Where people are left out, a key is only for the ids of entries.
		else if (naming === 'pseudonyms') {
			throw new InputError(
				`Pseudonyms need a key of at least ${MIN_KEY_LENGTH} characters, known only to people who may know the names.`,
				{ parameter: 'pseudonymKey' },
			);
		}
	}

	/**
	 * Reads the organization's users and modules: names in texts are found by them.
	 * @throws CredentialError where the connection may not read the users.
	 */
	async load(names: OrganizationNames, options: CallOptions): Promise<void> {
		const users = await names.users(options);
		if (names.lacks('users')) {
			throw new CredentialError(
				`Names can be hidden only where they are known, and the connection may not read the users. Connect it again with the scope ${SCOPES.users}.`,
				{ missingScope: SCOPES.users },
			);
		}
		this.modules = await names.modules(options);
		if (users === this.users) return;
		this.users = users;
		for (const user of users.all) {
			this.learn(user.name);
			const meaning = this.phrases.meaningOf(user.name) ?? user.name;
			this.phrases.add(user.id, meaning);
			if (user.email) this.phrases.add(user.email, meaning);
		}
	}

	/** A person's name, or id where there is no name. */
	person(name: string | null, id: string | null = null): string | null {
		// Counts have the id beside a name that two people share.
		const alone = name?.replace(/ \(\d{5,}\)$/, '');
		const called = alone ?? this.users.withId(id ?? '')?.name ?? id;
		if (called === null || called === '' || NOBODY.includes(called)) return called;
		if (called === LEFT_OUT || called === AS_ASKED || PSEUDONYM.test(called)) return called;
		const meaning = this.phrases.meaningOf(called) ?? called;
		this.learn(meaning);
		return this.shown(meaning);
	}

	/** Any text, with the names of users replaced. */
	text(text: string): string {
		const parts = text.split(PSEUDONYMS);
		return parts
			.map((part, index) =>
				index % 2 === 1 ? part : this.phrases.replaced(part, (meaning) => this.shown(meaning)),
			)
			.join('');
	}

	/** A sentence about a question, which does not repeat the names that were asked for. */
	message(sentence: string, asked: readonly string[]): string {
		const unasked = asked.reduce((text, word) => {
			const begin = word.trim().slice(0, 30);
			if (begin === '') return text;
			const quoted = `"${begin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^"]*"`;
			return text.replace(new RegExp(quoted, 'gi'), AS_ASKED);
		}, sentence);
		return this.text(unasked);
	}

	/** A question as an answer repeats it. */
	filter({ users, excludeUsers, record, text, ...rest }: AuditLogFilter): AuditLogFilter {
		const asked = (words: AuditLogFilter['users']) => words && [AS_ASKED];
		return {
			...rest,
			...{ users: asked(users), excludeUsers: asked(excludeUsers) },
			...{ record: record && AS_ASKED, text: text && AS_ASKED },
		};
	}

	/** The names that a pseudonym stands for, among those that are known. */
	namesOf(pseudonym: string): readonly string[] {
		if (!PSEUDONYM.test(pseudonym)) return [];
		return this.users.all.map(({ name }) => name).filter((name) => this.person(name) === pseudonym);
	}

	entry(entry: AuditLogEntry): AuditLogEntry {
		const { done_by, module, record, related_module, related_record, ...rest } =
			withoutValues(entry);
		return {
			...rest,
			done_by: done_by && { id: null, name: this.person(done_by.name, done_by.id) },
			module,
			record: record && this.record(module, record),
			related_module,
			related_record: related_record && this.record(related_module, related_record),
			account_name: rest.account_name === null ? null : this.text(rest.account_name),
			field_history:
				rest.field_history?.map(({ api_name, field_label }) => ({
					api_name,
					field_label: field_label === null ? null : this.text(field_label),
				})) ?? null,
			record_url: this.isOfPeople(module) ? null : rest.record_url,
			event_id: this.eventId(rest.event_id),
		};
	}

	/** The same entries. The people in them are known before sentences are made of them. */
	async *meeting(batches: AsyncIterable<EntryBatch>): AsyncGenerator<EntryBatch> {
		for await (const batch of batches) {
			for (const entry of batch) this.entry(entry);
			yield batch;
		}
	}

	/** A record of people has neither id nor link, because both lead to the name. */
	record(module: string | null, { id, name }: Reference): Reference {
		if (this.isOfPeople(module)) return { id: null, name: this.person(name, id) };
		return { id, name: name === null ? null : this.text(name) };
	}

	/** Whether records of a module are people; also of one that is not known, which may be called otherwise. */
	isOfPeople(module: string | null): boolean {
		if (module === null) return true;
		const name = this.modules.find(module)?.apiName ?? module;
		return OF_PEOPLE.test(folded(name)) || !this.modules.isNamed(name);
	}

	/** A reader who knows all of a row but the name could try names until the id fits. */
	eventId(id: string): string {
		if (GIVEN_ID.test(id)) return id;
		return this.hmac?.(`event\n${id}`).slice(0, 32) ?? '';
	}

	/** Whatever leaves as JSON: names by the keys they stand under, and in all texts. */
	json(value: unknown, key = ''): unknown {
		if (typeof value === 'string') {
			return PERSON_KEYS.has(key) ? this.person(value) : this.text(value);
		}
		if (Array.isArray(value)) return value.map((item) => this.json(item, key));
		if (typeof value !== 'object' || value === null) return value;
		const { id, name } = value as Partial<Reference>;
		if (PERSON_KEYS.has(key) && (id !== undefined || name !== undefined)) {
			const hidden = { ...value, name: this.person(name ?? null, id ?? null) };
			return id === undefined ? hidden : { ...hidden, id: null };
		}
		return Object.fromEntries(
			Object.entries(value).map(([name, item]) => [name, this.json(item, name)]),
		);
	}

	private shown(meaning: string): string {
		if (this.naming === 'leftOut') return LEFT_OUT;
		const name = folded(meaning).replace(/\s+/g, ' ');
		const known = this.names.get(name);
		if (known !== undefined) return known;
		const pseudonym = `person-${this.hmac?.(`person\n${name}`).slice(0, 16)}`;
		this.names.set(name, pseudonym);
		return pseudonym;
	}

	/** Also the other way round, as in "Weber, Lena". */
	private learn(name: string): void {
		this.phrases.add(name, name);
		const words = wordsOf(name);
		const last = words.pop();
		if (last !== undefined && words.length > 0) this.phrases.add([last, ...words].join(' '), name);
	}
}
