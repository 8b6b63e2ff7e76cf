// A runner that dies the way its text says, as a fault in native code would make it.
process.once('message', ({ text }) => {
  console.log('chatter of a library');
  process.stderr.write('native: out of luck\n', () => {
    if (text.startsWith('SIG')) process.kill(process.pid, text);
    else process.exit(Number(text));
  });
});
