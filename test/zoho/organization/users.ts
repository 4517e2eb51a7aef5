import type { Account } from '../account';
import { json, noContent } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { invalidParameter, pageAnswer } from '../timeline/paging';
import { users as everybody } from './staff';
import type { User } from './staff';

const isActive = (user: User) => user.status === 'active';
const isAdmin = (user: User) => user.profile.name === 'Administrator';
const none = () => false;

const types: Readonly<Record<string, (user: User) => boolean>> = {
	AllUsers: (user) => user.status !== 'deleted',
	ActiveUsers: isActive,
	AllActiveUsers: isActive,
	DeactiveUsers: (user) => user.status === 'disabled',
	ConfirmedUsers: (user) => user.confirm,
	NotConfirmedUsers: (user) => !user.confirm && user.status !== 'deleted',
	DeletedUsers: (user) => user.status === 'deleted',
	ActiveConfirmedUsers: (user) => isActive(user) && user.confirm,
	AdminUsers: isAdmin,
	ActiveConfirmedAdmins: (user) => isAdmin(user) && isActive(user) && user.confirm,
	DeveloperUsers: none,
	ActiveLiteUser: none,
};

/** https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
export function users(account: Account, request: ZohoRequest, [id]: readonly string[]): ZohoAnswer {
	const own = account.user();
	const staff = everybody.map((user) => (user.id === own.id ? own : user));
	if (id !== undefined) {
		const user = staff.find((it) => it.id === id);
		// Zoho does not document the answer to an unknown id.
		return user ? json(200, { users: [user] }) : noContent();
	}
	const query = new URL(request.url).searchParams;
	const type = query.get('type') ?? 'AllUsers';
	const test = type === 'CurrentUser' ? (user: User) => user.id === own.id : types[type];
	if (!test) return invalidParameter('type');
	return pageAnswer(query, 'users', staff.filter(test), (user) => user);
}
