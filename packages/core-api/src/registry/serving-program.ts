/** What a process that serves its state folder calls itself in the folder's lock: others know that there will be a socket. */
export const servingProgram = 'virtweave-serving';
