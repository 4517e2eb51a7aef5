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
])('%s is sufficient', (_, listed) => {
	expect(() => check(listed, SCOPES.download)).not.toThrow();
});

test.each([
	['another operation', 'ZohoFiles.files.CREATE'],
	['another family', 'ZohoCRM.files.READ'],
	['everything of another family', 'ZohoCRM.modules.ALL'],
	['a family whose name begins alike', 'ZohoFiles.filesystem.READ'],
])('%s is not sufficient', (_, listed) => {
	expect(() => check(listed, SCOPES.download)).toThrow(CredentialError);
});

test('a scope for every module covers each of them, for the same operation', () => {
	expect(() => check('ZohoCRM.modules.READ', 'ZohoCRM.modules.Deals.READ')).not.toThrow();
	expect(() => check('ZohoCRM.modules.READ', 'ZohoCRM.modules.Deals.CREATE')).toThrow();
});

test('all missing scopes are named at once', () => {
	const needed = [SCOPES.createExport, SCOPES.readAuditLog, SCOPES.download];
	expect(() => check(SCOPES.readAuditLog, ...needed)).toThrow(
		`The connection lacks the scopes ${SCOPES.createExport} and ${SCOPES.download}, which making an export needs.`,
	);
});

test.each([undefined, null, '', ' ', 42, {}])(
	'a token response without a list of scopes refuses nothing: %j',
	(listed) => expect(() => check(listed, SCOPES.download)).not.toThrow(),
);
