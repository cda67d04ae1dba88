/** The phases in their order. */
export const migrationPhases = [
	'hold',
	'nodes',
	'control-plane',
	're-registration',
	'policies',
	'cilium',
	'services',
	'rook',
] as const;

/** The name of a phase. */
export type MigrationPhaseName = (typeof migrationPhases)[number];
