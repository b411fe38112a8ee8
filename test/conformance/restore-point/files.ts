/** Files of every kind that an application may have, with owners and modes that are not the tools'. */
export const makeFiles = String.raw`
cd /data/media
printf 'first copy' >'scan 1.pdf'; printf 'same' >same.txt
mkdir -p 'classe é/2026' empty shared 'odd
name' -- -dash
printf 'x' >'classe é/2026/line
break'; printf 'y' >'classe é/2026/"quotes" $(x) *'; printf 'z' >-dash/-rf
printf 'back' >'odd
name/d//l\e'  2>/dev/null || printf 'back' >'odd
name/back\slash'
ln -s 'scan 1.pdf' link; ln -s /nowhere dangling; ln -s 'classe é' folder-link
ln same.txt hard.txt
head -c 3000000 /dev/urandom >large.bin
printf 'private' >private; chmod 0600 private; chown 1000:1000 private
printf 'other' >other; chown 4321:8765 other; chmod 0640 other
chown 33:33 shared; chmod 2775 shared; printf 'in' >shared/in; chown 33:33 shared/in
touch -d '2001-02-03 04:05:06.789' 'scan 1.pdf' empty
chown 1000:1000 .
`;

/** Changes, adds and removes all kinds of them. */
export const changeFiles = String.raw`
cd /data/media
printf 'FIRST COPY' >'scan 1.pdf'; touch -d '2001-02-03 04:05:06.789' 'scan 1.pdf'
printf 'more' >>same.txt
rm -r 'classe é' link; mkdir link; printf 'in the way' >link/file
rmdir empty; printf 'a file now' >empty
rm dangling; ln -s /elsewhere dangling
mkdir -p new/deep/er; printf 'new' >new/deep/er/file; ln -s / new/root
chmod 0777 private; chown 0:0 other; chmod 0755 shared; rm shared/in
mv large.bin moved.bin
chown 0:0 .; chmod 0700 .
`;
