import type { DataCenter } from '../../shared/dataCenters';
import { type CommandLine, takes } from './commandLine';
import { dataCenterIn } from './dataCenter';
import { HiddenPeople } from '../../shared/disclosure/hiddenPeople';
import { disclosureOf, type WithPeople } from './disclosure';
import { ConfigurationError, textIn, unknownIn, type Variables } from './environment';
import { httpProblems } from './httpProblems';
import { factsOf, KEYS, SETTINGS, type Settings, variableOf } from './settings';

export interface Credentials {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly refreshToken: string;
}

/** Everything that is set from outside, checked. */
export interface Config extends Readonly<Omit<Settings, 'dataCenter'>>, WithPeople {
	/** Null when one of them is missing; then `missing` names the variables. */
	readonly credentials: Credentials | null;
	readonly missing: readonly string[];
	readonly dataCenter: DataCenter;
}

/**
 * The configuration, read completely and once. A flag overrides its variable.
 * @throws ConfigurationError with everything that is wrong.
 */
export function readConfig(
	variables: Variables,
	{ command, flags }: Pick<CommandLine, 'command' | 'flags'> = { command: 'serve', flags: {} },
): Config {
	const problems = unknownIn(variables, KEYS.map(factsOf));
	const texts: Record<string, string | undefined> = {};
	for (const key of KEYS) {
		const facts = factsOf(key);
		const flag = takes(command, facts) ? flags[facts.flag ?? ''] : undefined;
		texts[key] = flag ?? textIn(variables, facts, problems);
		const { error } = SETTINGS.shape[key].safeParse(texts[key]);
		if (!error) continue;
		const name = flag === undefined ? facts.variable : `--${facts.flag}`;
		// Without the value: it may be a secret that was pasted into the wrong line.
		problems.push(
			facts.hasFile
				? `${name} ${error.issues[0]?.message}.`
				: `${name} has a value that is not allowed: use ${facts.values}.`,
		);
		// Its default, so that the rest can be checked as well.
		texts[key] = undefined;
	}
	const settings = SETTINGS.parse(texts);
	const dataCenter = dataCenterIn(settings, problems);
	if (settings.clockStart !== null && !settings.isDemo && settings.emulatorUrl === null) {
		// The real log has no other time than the real one.
		problems.push('ZOHO_AUDIT_NOW counts only with --demo or ZOHO_EMULATOR_URL.');
	}
	if (settings.isOffline && settings.archiveDir === null) {
		problems.push('--offline answers from an archive: name its folder with --archive DIR.');
	}
	if (settings.syncMinutes !== null && command === 'serve') {
		const isPossible = settings.archiveDir !== null && !settings.readOnly && !settings.isOffline;
		if (!isPossible) {
			problems.push(
				'ZOHO_AUDIT_SYNC_MINUTES creates exports for an archive: it needs --archive DIR, and neither --offline nor --read-only.',
			);
		}
	}
	if (settings.isDemo && settings.archiveDir !== null) {
		problems.push('The entries of --demo are made up, and no archive may hold them.');
	}
	if (settings.downloadDir !== null && !disclosureOf(settings).values) {
		problems.push(
			`ZOHO_AUDIT_DOWNLOAD_DIR saves files with old and new values, which ${settings.names === 'shown' ? 'ZOHO_AUDIT_FIELD_VALUES=never' : 'ZOHO_AUDIT_NAMES=pseudonym'} forbids: remove one of the two.`,
		);
	}
	if (settings.names === 'pseudonym' && settings.pseudonymKey === null) {
		problems.push(
			'ZOHO_AUDIT_NAMES=pseudonym needs a key, known only to people who may know the names: set ZOHO_AUDIT_PSEUDONYM_KEY or ZOHO_AUDIT_PSEUDONYM_KEY_FILE.',
		);
	}
	if (settings.isHttp && problems.length === 0) problems.push(...httpProblems(settings));
	if (problems.length > 0) throw new ConfigurationError(problems);
	// Without a connection nothing can be created.
	const readOnly = settings.readOnly || settings.isOffline;
	return {
		...settings,
		readOnly,
		...credentialsIn(settings),
		dataCenter,
		people: peopleIn(settings),
	};
}

function peopleIn({ names, pseudonymKey }: Settings): HiddenPeople | null {
	return names === 'shown' ? null : new HiddenPeople('pseudonyms', pseudonymKey ?? '');
}

function credentialsIn(settings: Settings): Pick<Config, 'credentials' | 'missing'> {
	const { clientId, clientSecret, refreshToken } = settings;
	const missing = KEYS.filter((key) => factsOf(key).unset === 'required' && settings[key] === null);
	const isComplete = clientId !== null && clientSecret !== null && refreshToken !== null;
	return {
		credentials: isComplete ? { clientId, clientSecret, refreshToken } : null,
		missing: missing.map(variableOf),
	};
}

/** Whether questions may create the exports they need. */
export function mayCreate({ readOnly, autoExport }: Config): boolean {
	return !readOnly && autoExport;
}

/** What no log may hold. */
export function secretsOf(config: Config): string[] {
	const secrets = KEYS.filter((key) => factsOf(key).isSecret) as 'httpToken'[];
	return secrets.map((key) => config[key]).filter((value) => value !== null);
}
