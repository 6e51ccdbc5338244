// A CommonJS package that requires an ES module which is just being loaded ends in "require() ES Module in a
// cycle"; loading these first avoids it.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
