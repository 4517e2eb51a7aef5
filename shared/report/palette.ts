/** The colors of one scheme. */
export interface Scheme {
	readonly page: string;
	readonly surface: string;
	readonly ink: string;
	readonly muted: string;
	readonly line: string;
	/** Links and bars. */
	readonly accent: string;
	/** Bursts, findings, and what is missing. */
	readonly alarm: string;
	readonly alarmSurface: string;
	/** From few to many, each with the color of a number on it. */
	readonly heat: readonly (readonly [fill: string, ink: string])[];
}

/** Contrasts are computed in the tests: 4.5 for text, 3 for what is drawn. */
export const LIGHT: Scheme = {
	page: '#f4f6f9',
	surface: '#ffffff',
	ink: '#18212d',
	muted: '#526070',
	line: '#dde3ea',
	accent: '#1d5fc2',
	alarm: '#b3261e',
	alarmSurface: '#fdf0ee',
	heat: [
		['#e3edfb', '#18212d'],
		['#b9d3f6', '#18212d'],
		['#84b2ee', '#18212d'],
		['#2f6fc9', '#ffffff'],
		['#12408a', '#ffffff'],
	],
};

export const DARK: Scheme = {
	page: '#0e131a',
	surface: '#161c25',
	ink: '#e6ebf2',
	muted: '#9aa8ba',
	line: '#2a3442',
	accent: '#82b2ff',
	alarm: '#ff8a80',
	alarmSurface: '#2b1a1c',
	heat: [
		['#1b2b42', '#e6ebf2'],
		['#1f4374', '#e6ebf2'],
		['#2b63b3', '#ffffff'],
		['#7fb0ef', '#0e131a'],
		['#cfe2ff', '#0e131a'],
	],
};

/** Custom properties of a scheme. */
export function propertiesOf({ heat, ...colors }: Scheme): string {
	const named = Object.entries(colors).map(([name, color]) => `--${name}:${color}`);
	const steps = heat.map(([fill, ink], step) => `--h${step}:${fill};--t${step}:${ink}`);
	return [...named, ...steps].join(';');
}
