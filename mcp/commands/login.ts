import { type FileHandle, open, rm } from 'node:fs/promises';
import { CredentialError, InputError } from '../../shared/errors';
import type { DataCenter } from '../../shared/dataCenters';
import { missingScopes } from '../../shared/http/grantedScopes';
import { readTokenAnswer, type TokenAnswer } from '../../shared/http/tokenAnswer';
import type { Exchange } from '../zoho/exchange';
import { grantCodeByRedirect } from './loginRedirect';
import type { Terminal } from './terminal';
import type { Log } from '../log';
import { neededScopes } from '../config/scopes';

export interface Login {
	readonly dataCenter: DataCenter;
	readonly readOnly: boolean;
	/** From the environment, where they are there already. */
	readonly clientId: string | undefined;
	readonly clientSecret: string | undefined;
	/** Whether the code comes by a browser to this machine, in place of a self client's console. */
	readonly byRedirect: boolean;
	/** Of the redirect; it is part of the address that is registered at Zoho. */
	readonly port: number;
	/** A file for the refresh token; null stores nothing. */
	readonly save: string | null;
}

const MAX_ANSWER_BYTES = 65_536;

/**
 * A grant code becomes a refresh token, which is given once and stored nowhere, unless a file is named.
 * Secrets are asked for and never arguments: those are seen by everybody on the machine.
 * @throws CredentialError when Zoho does not take the code or the client.
 */
export async function login(
	{ dataCenter, readOnly, byRedirect, port, save, ...known }: Login,
	{ terminal, exchange, log }: { terminal: Terminal; exchange: Exchange; log: Log },
): Promise<void> {
	const scopes = neededScopes(readOnly);
	terminal.say(`Data center: ${dataCenter.name} (${dataCenter.id}), set by ZOHO_DATA_CENTER.`);
	if (!byRedirect) terminal.say(selfClientSteps(dataCenter, scopes));
	const clientId = known.clientId ?? (await required(terminal, 'Client ID: '));
	const clientSecret = known.clientSecret ?? (await required(terminal, 'Client secret: ', true));
	log.hide(clientSecret);
	// Made now, so that a token that was given is not lost for want of a place.
	const file = save === null ? null : await newFile(save);
	try {
		const asked = { dataCenter, clientId, scopes, port };
		const { code, redirectUri } = byRedirect
			? await grantCodeByRedirect(asked, terminal)
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
		tellScopes(terminal, answer, scopes);
		if (file) {
			await file.writeFile(`${token}\n`);
			terminal.say(
				`The refresh token is in ${save}, for you alone. Set ZOHO_REFRESH_TOKEN_FILE to it.`,
			);
			return;
		}
		terminal.say('ZOHO_REFRESH_TOKEN, shown once and stored nowhere:');
		terminal.give(token);
	} catch (error) {
		if (save !== null) await rm(save, { force: true });
		throw error;
	} finally {
		await file?.close();
	}
}

async function newFile(path: string): Promise<FileHandle> {
	try {
		return await open(path, 'wx', 0o600);
	} catch {
		throw new InputError(`${path} is there already or cannot be written: name a new file.`);
	}
}

function refreshTokenIn({ refreshToken }: TokenAnswer): string {
	if (refreshToken !== null) return refreshToken;
	throw new CredentialError(
		'Zoho gave no refresh token with this code. Make a new code and try again; with --redirect, first take away the consent that the application has at Zoho.',
	);
}

function selfClientSteps({ accounts }: DataCenter, scopes: readonly string[]): string {
	const console = accounts.replace('//accounts.', '//api-console.');
	return [
		`1. Open ${console}, add a Self Client, and choose Generate Code.`,
		`2. Scopes: ${scopes.join(',')}`,
		'3. Choose a duration, your CRM organization and the environment; copy the code.',
		'The code works once, for 3 minutes unless you chose longer.',
	].join('\n');
}

async function required(terminal: Terminal, question: string, isHidden = false): Promise<string> {
	const answer = (await terminal.ask(question, isHidden)).trim();
	if (answer !== '') return answer;
	throw new InputError(`Nothing was given for "${question.replace(': ', '')}".`);
}

async function exchanged(
	{ accounts }: DataCenter,
	exchange: Exchange,
	form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
	const response = await exchange({
		method: 'POST',
		url: `${accounts}/oauth/v2/token`,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(form).toString(),
		maxBytes: MAX_ANSWER_BYTES,
	});
	try {
		return readTokenAnswer(response);
	} catch (error) {
		if (!(error instanceof CredentialError) || error.facts.code !== 'invalid_code') throw error;
		throw new CredentialError(
			'Zoho does not take this code: it was used already, is older than its lifetime (3 minutes unless you chose longer), or was made in another data center. Make a new one.',
			error.facts,
		);
	}
}

function tellScopes(terminal: Terminal, { scopes }: TokenAnswer, needed: readonly string[]): void {
	const missing = scopes === null ? [] : missingScopes(scopes, needed);
	if (scopes === null)
		terminal.say('Zoho did not say which scopes were granted; doctor finds out.');
	else if (missing.length === 0) terminal.say('All scopes were granted.');
	else terminal.say(`Missing scopes, without which some answers are less: ${missing.join(', ')}.`);
}
