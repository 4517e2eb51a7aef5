import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { ALERTS } from '../../../shared/alerts/alertConditions';
import type { AlertRules } from '../../../shared/alerts/alertWatch';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { InputError } from '../../../shared/errors';
import { notAChoice } from '../form/choices';
import { rejectMissingOptions } from '../form/expressionValues';
import { alertFields, settingLabel } from './alertFields';

/** A day: longer ones are what the unusual volume is for. */
const MAX_MINUTES = 24 * 60;

/** From Sunday. */
const DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** The form's conditions; users and modules are read only once there is an entry. */
export type FormRules = Omit<AlertRules, 'users' | 'modules'>;

/**
 * The form's conditions and settings in the client's terms; undefined to trigger on every entry.
 * @throws InputError for a value that cannot be used.
 */
export function alertRulesOf(context: IPollFunctions): FormRules | undefined {
	const on: unknown = context.getNodeParameter('triggerOn', 'everyEntry');
	if (on === 'everyEntry') return undefined;
	if (on !== 'alerts') throw notAChoice(on, 'Trigger On', 'triggerOn', ['everyEntry', 'alerts']);
	const alerts = context.getNodeParameter('alerts', []);
	const settings = context.getNodeParameter('alertSettings', {}) as IDataObject;
	rejectMissingOptions(settings, alertFields, 'alertSettings');
	const selected = Array.isArray(alerts) ? alerts.map(String) : [];
	const known = ALERTS.filter((alert) => selected.includes(alert));
	// An unknown one would silently never be met.
	const unknown = selected.find((alert) => !known.some((one) => one === alert));
	if (unknown !== undefined) throw notAChoice(unknown, 'Conditions', 'alerts', ALERTS);
	if (known.length === 0) {
		throw new InputError(
			'No condition is selected. Select at least one, or trigger on every entry.',
			{ parameter: 'alerts' },
		);
	}
	const days = settings['days'] ?? [1, 2, 3, 4, 5];
	return {
		alerts: known,
		mass: {
			count: Math.max(2, numberIn(settings, 'count', 50)),
			minutes: Math.min(MAX_MINUTES, Math.max(1, numberIn(settings, 'minutes', 10))),
		},
		volume: {
			minimum: Math.max(1, numberIn(settings, 'volumeMinimum', 100)),
			factor: Math.max(1.5, numberIn(settings, 'volumeFactor', 5)),
		},
		hours: {
			zone: new TimeZone(String(settings['timeZone'] ?? '').trim() || context.getTimezone()),
			from: minuteIn(settings['from'] ?? '07:00', 'from'),
			to: minuteIn(settings['to'] ?? '19:00', 'to'),
			days: (Array.isArray(days) ? days : [days]).map(dayIn),
		},
	};
}

function dayIn(value: unknown): number {
	const day = typeof value === 'number' || /^\d$/.test(String(value)) ? Number(value) : NaN;
	if (DAYS.includes(day)) return day;
	throw notAChoice(value, settingLabel('days'), 'days', DAYS.map(String));
}

function numberIn(settings: IDataObject, parameter: string, defaultValue: number): number {
	const number = Number(settings[parameter] ?? defaultValue);
	if (Number.isFinite(number)) return number;
	throw new InputError(
		`"${String(settings[parameter]).slice(0, 40)}" cannot be used for ${settingLabel(parameter)}. Enter a number.`,
		{ parameter },
	);
}

function minuteIn(value: unknown, parameter: string): number {
	const [, hour, minute] = /^\s*(\d{1,2}):(\d\d)\s*$/.exec(String(value)) ?? [];
	const total = Number(hour) * 60 + Number(minute);
	if (total >= 0 && total <= 24 * 60 && Number(minute) < 60) return total;
	throw new InputError(
		`"${String(value).slice(0, 40)}" is not a time of day for ${settingLabel(parameter)}. Enter hours and minutes, as in 07:00.`,
		{ parameter },
	);
}
