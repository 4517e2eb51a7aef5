import { TimeZone } from '../../../shared/dialect/timeZone';
import { HOUR, MINUTE } from '../../../shared/durations';
import { InputError } from '../../../shared/errors';
import { folded } from '../../../shared/folded';

/** Cities after which no zone is named, and names that not every platform lists. */
const CITIES: Readonly<Record<string, string>> = {
	...{ mumbai: 'Asia/Kolkata', delhi: 'Asia/Kolkata', 'new delhi': 'Asia/Kolkata' },
	...{ bangalore: 'Asia/Kolkata', chennai: 'Asia/Kolkata' },
	...{ hyderabad: 'Asia/Kolkata', pune: 'Asia/Kolkata', kolkata: 'Asia/Kolkata' },
	...{ kathmandu: 'Asia/Kathmandu', kyiv: 'Europe/Kyiv', beijing: 'Asia/Shanghai' },
	...{ munich: 'Europe/Berlin', hamburg: 'Europe/Berlin', frankfurt: 'Europe/Berlin' },
	...{ cologne: 'Europe/Berlin', geneva: 'Europe/Zurich', milan: 'Europe/Rome' },
	...{ barcelona: 'Europe/Madrid', manchester: 'Europe/London', edinburgh: 'Europe/London' },
	...{ 'san francisco': 'America/Los_Angeles', seattle: 'America/Los_Angeles' },
	...{ boston: 'America/New_York', washington: 'America/New_York', miami: 'America/New_York' },
	...{ atlanta: 'America/New_York', dallas: 'America/Chicago', houston: 'America/Chicago' },
	...{
		austin: 'America/Chicago',
		montreal: 'America/Toronto',
		'rio de janeiro': 'America/Sao_Paulo',
	},
	...{ 'abu dhabi': 'Asia/Dubai', osaka: 'Asia/Tokyo', canberra: 'Australia/Sydney' },
};

const OFFSET = /^(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d\d))?$/i;
const MOST_HOURS = 14;

/** A zone by its IANA name, a city or an offset. @throws InputError when there is none. */
export function zoneNamed(text: string): TimeZone {
	const word = text.trim();
	const [, sign, hours, minutes = '0'] = OFFSET.exec(word) ?? [];
	if (hours !== undefined && Number(hours) <= MOST_HOURS && Number(minutes) < 60) {
		const size = Number(hours) * HOUR + Number(minutes) * MINUTE;
		return TimeZone.ahead(sign === '+' ? size : -size);
	}
	const city = folded(word).replace(/[\s_-]+/g, ' ');
	const known = Object.hasOwn(CITIES, city) ? CITIES[city] : undefined;
	try {
		return new TimeZone(known ?? word);
	} catch (error) {
		const named = Intl.supportedValuesOf('timeZone').filter(
			(name) => folded(name.split('/').at(-1) ?? '').replaceAll('_', ' ') === city,
		);
		if (named.length === 1 && named[0]) return new TimeZone(named[0]);
		throw error instanceof InputError
			? new InputError(
					`${error.message.replace(/\.$/, '')}, a city such as Berlin, or +02:00.`,
					error.facts,
				)
			: error;
	}
}
