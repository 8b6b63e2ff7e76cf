// A runner that answers many requests: it echoes each text as data, dies over one that says so, and is silent over another.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if ('open' in message) {
    if (message.open.model === 'none') process.send({ failure: { code: 'model_not_installed', message: 'there is no such model' } });
    else process.send({ opened: { modelId: `echo ${process.pid}` } });
    return;
  }
  const { id, request } = message;
  if (request.text === 'die') process.stderr.write('native: out of luck\n', () => process.kill(process.pid, 'SIGKILL'));
  else if (request.text === 'fail') process.send({ id, failure: { code: 'text_too_long', message: 'too long', details: { limit: 1 } } });
  else if (request.text !== 'hang') process.send({ id, extraction: { data: request.text } });
});
