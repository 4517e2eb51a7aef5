/** Lines after the last row that are not rows, and are known to be none. */
export interface Footer {
	/** The CSV's name: a label. */
	readonly file: string;
	/** Of the file, from 1. */
	readonly line: number;
	readonly lastLine: number;
	readonly text: string;
	/** What shows that it is none: that it states how many rows there are, or that it is apart from them. */
	readonly proof: FooterProof;
	/** The number that it gives as a total; null for none. */
	readonly stated: number | null;
	/** Those before it, also the ones that cannot be read. */
	readonly rows: number;
}

export type FooterProof = 'total' | 'blank line' | 'quotes';

/** What the lines at the end of a file are that have too few cells. */
export type Ending =
	| ({ readonly kind: 'footer' } & FoundFooter)
	/** A footer, or a part of a row. */
	| {
			readonly kind: 'unclear';
			/** Whether the first line may be the rest of the row before it. */
			readonly mayGoOn: boolean;
			/** Whether a row may begin so that was cut off. */
			readonly mayBegin: boolean;
	  };

export interface FoundFooter extends Pick<Footer, 'proof' | 'stated' | 'text'> {
	readonly from: number;
	/** Before the last line break. */
	readonly to: number;
}
