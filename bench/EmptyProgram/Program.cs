// No .NET program starts and ends sooner.
return 0;
