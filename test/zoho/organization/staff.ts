import { zohoId } from './organization';

/** As a member of `users` of https://www.zoho.com/crm/developer/docs/api/v8/get-users.html, in part. */
export interface User {
	readonly id: string;
	readonly zuid: string;
	readonly full_name: string;
	readonly first_name: string;
	readonly last_name: string;
	readonly email: string;
	readonly status: 'active' | 'disabled' | 'deleted';
	readonly confirm: boolean;
	readonly profile: { readonly id: string; readonly name: string };
	readonly role: { readonly id: string; readonly name: string };
	readonly Reporting_To: { readonly id: string; readonly name: string } | null;
	readonly time_zone: string;
	readonly date_format: string;
	readonly time_format: string;
	readonly locale: string;
	readonly language: string;
	readonly type__s: string;
}

const profiles = {
	Administrator: { id: zohoId(2_001), name: 'Administrator' },
	Standard: { id: zohoId(2_002), name: 'Standard' },
};

const roles = {
	CEO: { id: zohoId(3_001), name: 'CEO' },
	Operations: { id: zohoId(3_002), name: 'Operations' },
	'Sales Manager': { id: zohoId(3_003), name: 'Sales Manager' },
	Sales: { id: zohoId(3_004), name: 'Sales' },
	'Support Manager': { id: zohoId(3_005), name: 'Support Manager' },
	Support: { id: zohoId(3_006), name: 'Support' },
};

function user(
	number: number,
	[first_name, last_name]: readonly [string, string],
	role: keyof typeof roles,
	manager: User | null,
	rest: Partial<User> = {},
): User {
	return {
		id: zohoId(number),
		zuid: String(20_090_000_000 + number),
		full_name: `${first_name} ${last_name}`.trim(),
		first_name,
		last_name,
		email: `staff${number}@fernwind.example`,
		status: 'active',
		confirm: true,
		profile: profiles.Standard,
		role: roles[role],
		Reporting_To: manager && { id: manager.id, name: manager.full_name },
		time_zone: 'Europe/Berlin',
		date_format: 'dd.MM.yyyy',
		time_format: 'HH:mm',
		locale: 'de_DE',
		language: 'de_DE',
		type__s: 'Regular User',
		...rest,
	};
}

const marta = user(4_001, ['Marta', 'Quill'], 'CEO', null, {
	email: 'marta.quill@fernwind.example',
	profile: profiles.Administrator,
	date_format: 'MM/dd/yyyy',
	time_format: 'hh:mm a',
	locale: 'en_US',
	language: 'en_US',
});
const jonas = user(4_002, ['Jonas', 'Feder'], 'Operations', marta, {
	profile: profiles.Administrator,
});
const soren = user(4_003, ['Søren', 'Ægirsson'], 'Sales Manager', marta);
const annaOfSales = user(4_004, ['Anna', 'Müller'], 'Sales', soren);
const priya = user(4_005, ['Priya', 'Kestrel'], 'Support Manager', marta, {
	time_zone: 'Asia/Kolkata',
	date_format: 'dd/MM/yyyy',
	locale: 'en_GB',
	language: 'en_GB',
});
const annaOfSupport = user(4_006, ['Anna', 'Müller'], 'Support', priya);
const zoe = user(4_007, ['Zoë', 'Farnlund'], 'Sales', soren);
const hanako = user(4_008, ['花子', '山田'], 'Sales', soren, {
	full_name: '山田 花子',
	time_zone: 'Asia/Tokyo',
	date_format: 'yyyy/MM/dd',
	locale: 'ja_JP',
	language: 'ja_JP',
});
const leo = user(4_009, ['Leo', 'Sandbank'], 'Sales', soren, { status: 'disabled' });
const tomas = user(4_010, ['Tomás', 'Alder'], 'Support', priya);
const ida = user(4_011, ['Ida', 'Falkenrath'], 'Sales', soren, {
	status: 'deleted',
	confirm: false,
});
const integration = user(4_012, ['', 'API'], 'Operations', marta, {
	profile: profiles.Administrator,
	type__s: 'Integration User',
});

/** The users, by their role in the story. */
export const staff = {
	/** Chief executive and administrator. Tokens are hers unless a switch says otherwise. */
	marta,
	jonas,
	soren,
	annaOfSales,
	/** The second Anna Müller: names are not unique. */
	annaOfSupport,
	priya,
	zoe,
	hanako,
	/** Deactivated twelve days ago. */
	leo,
	tomas,
	/** Deleted: only `type=DeletedUsers` still lists her. */
	ida,
	/** The user of integrations. */
	integration,
} as const;

export const users: readonly User[] = Object.values(staff);
