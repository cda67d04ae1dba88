export declare function validatorFor(schema: unknown): string;
export declare const schemaUrl: URL;
export declare const validatorUrl: URL;
