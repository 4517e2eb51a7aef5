import { CredentialError } from '../../../shared/errors';
import { SCOPES } from '../../../shared/http/crmApi';
import { GrantedScopes } from '../../../shared/http/grantedScopes';

const check = (listed: unknown, ...needed: string[]) => {
	new GrantedScopes(listed).require('making an export', needed);
};

test.each([
	['the scope itself', SCOPES.download],
	['any of several, separated by commas', `a.READ,${SCOPES.download}`],
	['another spelling of its case', SCOPES.download.toUpperCase()],
	['everything of its family', 'ZohoFiles.files.ALL'],
	['everything of a family above', 'ZohoFiles.ALL'],
])('%s is enough', (_, listed) => {
	expect(() => check(listed, SCOPES.download)).not.toThrow();
});

test.each([
	['another operation', 'ZohoFiles.files.CREATE'],
	['another family', 'ZohoCRM.files.READ'],
	['a family whose name begins alike', 'ZohoFiles.filesystem.READ'],
])('%s is not', (_, listed) => {
	expect(() => check(listed, SCOPES.download)).toThrow(CredentialError);
});

test('a scope for every module covers each of them, for the same operation', () => {
	expect(() => check('ZohoCRM.modules.READ', 'ZohoCRM.modules.Deals.READ')).not.toThrow();
	expect(() => check('ZohoCRM.modules.READ', 'ZohoCRM.modules.Deals.CREATE')).toThrow();
});

test('all that is missing is named at once', () => {
	const needed = [SCOPES.createExport, SCOPES.readAuditLog, SCOPES.download];
	expect(() => check(SCOPES.readAuditLog, ...needed)).toThrow(
		`The connection lacks the scopes ${SCOPES.createExport} and ${SCOPES.download}, which making an export needs.`,
	);
});

test.each([undefined, null, '', ' ', 42, {}])(
	'a token answer that lists nothing refuses nothing: %j',
	(listed) => expect(() => check(listed, SCOPES.download)).not.toThrow(),
);
