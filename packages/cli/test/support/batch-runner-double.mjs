/** Speaks like the runner of a batch, and dies as told by the texts. Started by `BatchRunner` instead of this program's entry. */
process.on('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if ('setup' in message) {
    if (message.setup.schema.title === 'dies at once') process.exit(7);
    if (message.setup.schema.title === 'is wrong') process.send({ fatal: { code: 'invalid_schema', message: 'wrong' } });
    else process.send({ ready: true });
  } else if ('end' in message) process.exit(0);
  else if (message.text.startsWith('die')) process.kill(process.pid, 'SIGKILL');
  else if (message.text.startsWith('fail')) process.send({ row: message.row, failure: { code: 'text_too_long', message: message.text } });
  else if (message.text.startsWith('hang')) return;
  else setTimeout(() => process.send({ row: message.row, extraction: { data: message.text, pid: process.pid } }), 5);
});
