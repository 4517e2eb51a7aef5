import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { DataCenter } from '../../shared/dataCenters';
import { AuditLogError, CredentialError, InputError } from '../../shared/errors';
import { missingScopes } from '../../shared/http/grantedScopes';
import type { TokenAnswer } from '../../shared/http/tokenAnswer';
import type { Config } from '../config/config';
import { neededScopes, OPTIONAL_SCOPE } from '../config/scopes';
import { cleanText } from '../../shared/disclosure/cleanText';
import type { Host } from '../server/app';
import type { Exchange } from '../zoho/exchange';
import { requestToken } from '../zoho/tokenRequest';
import { grantCodeByRedirect } from './loginRedirect';
import { processTerminal, type Terminal } from './terminal';

/**
 * Turns a grant code into a refresh token, which is shown once and stored nowhere, unless a file is
 * named. Secrets are prompted for, never arguments, which are visible to everyone on the machine.
 * Returns the exit code.
 */
export async function login(config: Config, host: Host): Promise<number> {
	const terminal = processTerminal();
	try {
		await makeToken(config, host, terminal);
		return 0;
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		terminal.say(cleanText(host.log.redacted(error.message), 2_000));
		return 1;
	} finally {
		terminal.close();
	}
}

async function makeToken(
	{ dataCenter, readOnly, recycleBin, byRedirect, redirectPort: port, save, ...config }: Config,
	{ exchange, log }: Host,
	terminal: Terminal,
): Promise<void> {
	const scopes = [...neededScopes(readOnly), ...(recycleBin ? [OPTIONAL_SCOPE] : [])];
	terminal.say(`Data center: ${dataCenter.name} (${dataCenter.id}), set by ZOHO_DATA_CENTER.`);
	if (!byRedirect) terminal.say(selfClientSteps(dataCenter, scopes));
	const clientId = config.clientId ?? (await required(terminal, 'Client ID: '));
	const clientSecret = config.clientSecret ?? (await required(terminal, 'Client secret: ', true));
	log.hide(clientSecret);
	// Opened first, so that no token is lost because there is nowhere to put it.
	const file = save === null ? null : await newFile(save);
	try {
		const { code, redirectUri } = byRedirect
			? await grantCodeByRedirect({ dataCenter, clientId, scopes, port }, terminal)
			: { code: await required(terminal, 'Code: ', true), redirectUri: undefined };
		log.hide(code);
		const answer = await exchanged(dataCenter, exchange, {
			grant_type: 'authorization_code',
			client_id: clientId,
			client_secret: clientSecret,
			code,
			...(redirectUri && { redirect_uri: redirectUri }),
		});
		const token = refreshTokenIn(answer);
		log.hide(token);
		terminal.say(scopesGranted(answer, scopes));
		if (file) {
			await file.writeFile(`${token}\n`);
			terminal.say(
				`The refresh token is in ${save}, readable by you alone. Set ZOHO_REFRESH_TOKEN_FILE to it.`,
			);
			return;
		}
		terminal.say('ZOHO_REFRESH_TOKEN, shown once and stored nowhere:');
		terminal.print(token);
	} catch (error) {
		if (save !== null) await rm(save, { force: true });
		throw error;
	} finally {
		await file?.close();
	}
}

/** An empty one counts as new: a login that was killed leaves it. */
async function newFile(path: string): Promise<FileHandle> {
	const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
	const file = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600).catch(() => null);
	const stats = await file?.stat();
	if (file && stats?.isFile() && stats.size === 0 && stats.nlink === 1) {
		await file.chmod(0o600);
		return file;
	}
	await file?.close();
	throw new InputError(`${path} is not empty or cannot be written: name a new file.`);
}

function refreshTokenIn({ refreshToken }: TokenAnswer): string {
	if (refreshToken !== null) return refreshToken;
	throw new CredentialError(
		"Zoho returned no refresh token for this code. Make a new code and try again; with --redirect, first revoke the application's access at Zoho.",
	);
}

function selfClientSteps({ accounts }: DataCenter, scopes: readonly string[]): string {
	const console = accounts.replace('//accounts.', '//api-console.');
	return [
		`1. Open ${console}, add a Self Client, and choose Generate Code.`,
		`2. Scopes: ${scopes.join(',')}`,
		...(scopes.includes(OPTIONAL_SCOPE)
			? []
			: [`   Optional, for list_deleted_records, add: ,${OPTIONAL_SCOPE}`]),
		'3. Choose a duration, your CRM organization and the environment; copy the code.',
		'The code works once, for 3 minutes unless you chose longer.',
	].join('\n');
}

async function required(terminal: Terminal, question: string, isHidden = false): Promise<string> {
	const answer = (await terminal.ask(question, isHidden)).trim();
	if (answer !== '') return answer;
	throw new InputError(`Nothing was entered for "${question.replace(': ', '')}".`);
}

async function exchanged(
	dataCenter: DataCenter,
	exchange: Exchange,
	form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
	try {
		return await requestToken(dataCenter, exchange, form);
	} catch (error) {
		if (!(error instanceof CredentialError) || error.facts.code !== 'invalid_code') throw error;
		throw new CredentialError(
			'Zoho does not accept this code: it was already used, has expired (after 3 minutes unless you chose longer), or belongs to another data center. Make a new one.',
			error.facts,
		);
	}
}

function scopesGranted({ scopes }: TokenAnswer, needed: readonly string[]): string {
	if (scopes === null) return 'Zoho did not say which scopes were granted; doctor finds out.';
	const missing = missingScopes(scopes, needed);
	const hasOptional = missingScopes(scopes, [OPTIONAL_SCOPE]).length === 0;
	if (missing.length === 0) {
		return hasOptional
			? 'All scopes were granted.'
			: `All scopes were granted, but the optional one that list_deleted_records needs: ${OPTIONAL_SCOPE}.`;
	}
	return `Missing scopes, without which some answers are incomplete: ${missing.join(', ')}.`;
}
