/** `virDrvFeature`, those that clients ask about. */
export const feature = { remote: 2, programKeepAlive: 10, eventCallback: 14, closeCallback: 15, networkUpdateInOrder: 16 } as const;
