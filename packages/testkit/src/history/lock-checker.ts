      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
P      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
8      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
'      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
@      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
@      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
H      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
D      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
V      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
Q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
U      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
C      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
F      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
@      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
H      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
M      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
V      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
B      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
V      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
G      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
W      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
S      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
N      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
B      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
N      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
'      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
S      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
P      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
8      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
"      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
`      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
$      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
$      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
$      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
$      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
$      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
`      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
G      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
C      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
C      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
Q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
U      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
S      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
x      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
P      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
q      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
M      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
M      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
D      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
T      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
W      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
'      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
B      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
O      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
p      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
,      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
m      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
b      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
k      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
*      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
/ {6}// From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
B      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
E      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
L      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
I      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
3      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
2      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
{      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
w      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
I      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
3      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
2      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
A      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
y      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
R      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
v      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
2      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
2      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
<      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
h      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
[      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
]      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
!      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
+      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
>      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
2      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
&      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
l      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
g      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
.      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
a      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
(      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
-      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
=      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
f      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
i      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
d      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
?      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
1      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
:      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
0      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
)      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
e      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
r      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
       // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
c      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
o      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
u      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
n      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
t      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
s      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
;      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
}      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;

      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
